import type { AgentCard, AgentInterface, AgentProvider, AgentSkill, SecurityScheme } from "@a2a-js/sdk";
import type { JsonObject } from "#engine";
import { INPUT_MEDIA_TYPES, OUTPUT_MEDIA_TYPES } from "../send/media-types.ts";
import { minionsSkills } from "./skills.ts";

/** Under this URI the options of a run stand in metadata, beside plainly in it. A breaking change gets another URI. */
export const RUN_OPTIONS_EXTENSION = "https://a2a-minions.dev/extensions/run-options/v1";

export interface CardFacts {
  /** Where the server is reached from outside, without a slash at the end. */
  readonly baseUrl: string;
  /** Of this program. */
  readonly version: string;
  /** JSON schema of the options, published as the extension's parameters. */
  readonly optionsSchema: JsonObject;
  /** By name; empty for a server without authentication. Any one of them is enough. */
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly capabilities: { readonly streaming: boolean; readonly extendedAgentCard: boolean };
  /** Said on the card, as A2A has no field for it: whether documents may be named by URL. Unset: nothing is said. */
  readonly fetchesUrls?: boolean;
  /** `Major.Minor`, preferred first; both bindings are offered in each. Defaults to 1.0 and 0.3. */
  readonly protocolVersions?: readonly string[];
  /** Defaults to the two protocols of Minions. */
  readonly skills?: readonly AgentSkill[];
  /** Declared types that are taken; what the card names is what the handler checks. */
  readonly inputMediaTypes?: readonly string[];
  readonly name?: string;
  readonly description?: string;
  readonly documentationUrl?: string;
  readonly provider?: AgentProvider;
}

const DESCRIPTION =
  "Answers questions about documents with the Minions protocols: a small model close to the documents reads them, a large model reasons, and every answer comes with verified quotes, its cost, and an account of what left the machine.";

const BINDINGS = ["JSONRPC", "HTTP+JSON"] as const;

/** The public card: what this server does, and nothing that it does not. */
export function buildAgentCard(facts: CardFacts): AgentCard {
  const inputModes = [...(facts.inputMediaTypes ?? INPUT_MEDIA_TYPES)];
  return {
    name: facts.name ?? "A2A Minions",
    description: [facts.description ?? DESCRIPTION, ...documentsText(facts)].join(" "),
    supportedInterfaces: interfacesOf(facts),
    provider: facts.provider,
    version: facts.version,
    documentationUrl: facts.documentationUrl,
    capabilities: {
      streaming: facts.capabilities.streaming,
      pushNotifications: false,
      extendedAgentCard: facts.capabilities.extendedAgentCard,
      extensions: [
        {
          uri: RUN_OPTIONS_EXTENSION,
          description:
            "Options of a run, such as the skill, the models and the number of rounds: as an object under this URI, or plainly, in the metadata of the request or the message.",
          required: false,
          params: { schema: facts.optionsSchema },
        },
      ],
    },
    securitySchemes: { ...facts.securitySchemes },
    securityRequirements: Object.keys(facts.securitySchemes).map((name) => ({
      schemes: { [name]: { list: [] } },
    })),
    defaultInputModes: inputModes,
    defaultOutputModes: [...OUTPUT_MEDIA_TYPES],
    skills: [...(facts.skills ?? minionsSkills(inputModes))],
    signatures: [],
  };
}

function documentsText({ fetchesUrls }: CardFacts): string[] {
  if (fetchesUrls === undefined) return [];
  return fetchesUrls
    ? ["Documents are sent in a part as text, raw or data, or named by url."]
    : ["Documents are sent in a part as text, raw or data; parts with a url are refused."];
}

function interfacesOf({ baseUrl, protocolVersions = ["1.0", "0.3"] }: CardFacts): AgentInterface[] {
  const base = baseUrl.replace(/\/+$/, "");
  return protocolVersions.flatMap((protocolVersion) =>
    BINDINGS.map((protocolBinding) => ({
      // JSON-RPC has one address; the routes of HTTP+JSON are put behind theirs.
      url: protocolBinding === "JSONRPC" ? `${base}/` : base,
      protocolBinding,
      protocolVersion,
      tenant: "",
    })),
  );
}

/** A token in the `Authorization` header, as `Bearer`. */
export function bearerScheme(description: string, bearerFormat = ""): SecurityScheme {
  return {
    scheme: { $case: "httpAuthSecurityScheme", value: { description, scheme: "Bearer", bearerFormat } },
  };
}

/** A key in a header of its own. */
export function apiKeyScheme(header: string, description: string): SecurityScheme {
  return {
    scheme: { $case: "apiKeySecurityScheme", value: { description, location: "header", name: header } },
  };
}

export interface ClientCredentials {
  readonly description: string;
  readonly tokenUrl: string;
  /** Of RFC 8414. */
  readonly metadataUrl: string;
  /** What each scope is for. */
  readonly scopes: Readonly<Record<string, string>>;
}

/** A token by OAuth 2.0, for clients that act for themselves. */
export function clientCredentialsScheme(facts: ClientCredentials): SecurityScheme {
  const { description, tokenUrl, metadataUrl, scopes } = facts;
  const flow = { tokenUrl, refreshUrl: "", scopes: { ...scopes } };
  return {
    scheme: {
      $case: "oauth2SecurityScheme",
      value: {
        description,
        flows: { flow: { $case: "clientCredentials", value: flow } },
        oauth2MetadataUrl: metadataUrl,
      },
    },
  };
}

/** Tokens of an issuer with a discovery document. */
export function openIdScheme(description: string, openIdConnectUrl: string): SecurityScheme {
  return { scheme: { $case: "openIdConnectSecurityScheme", value: { description, openIdConnectUrl } } };
}
