import type { Config, Secret } from "#config";
import type { EndpointConfig, ProviderConfig, ProviderSettings } from "#models";

/** What the models room is told of the configuration; the one place where keys are revealed. */
export function providerSettings(config: Config): ProviderSettings {
  return {
    providers: mapValues(config.providers, providerConfig),
    endpoints: mapValues(config.endpoints, ({ apiKey, apiKeyEnv: _variable, ...rest }): EndpointConfig => {
      return { ...rest, apiKey: apiKey?.reveal() };
    }),
  };
}

function providerConfig({ apiKey, headers, ...rest }: Config["providers"]["openai"]): ProviderConfig {
  return {
    ...rest,
    apiKey: apiKey?.reveal(),
    headers: mapValues(headers, (value: Secret) => value.reveal()),
  };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
