import { describe, expect, it } from "vitest";
import { configFields, loadConfig } from "#config";
import { PROVIDER_TABLE } from "#models";
import { providerSettings } from "./provider-settings.ts";

function load(env: Readonly<Record<string, string>>) {
  const missing = Object.assign(new Error("none"), { code: "ENOENT" });
  return loadConfig({ env, workingDirectory: "/", readText: () => Promise.reject(missing) });
}

describe("provider settings", () => {
  const fields = configFields();
  const withAddress = PROVIDER_TABLE.filter((entry) => entry.wire !== "in-process");

  it("can be configured for every provider that has an address, and for no other", () => {
    const configured = new Set(
      fields.flatMap(({ key }) => (key.startsWith("providers.") ? (key.split(".")[1] ?? "") : [])),
    );
    expect([...configured].sort()).toEqual(withAddress.map((entry) => entry.id).sort());
  });

  it.each(withAddress.map((entry) => [entry.id, entry] as const))(
    "come from the variables that errors about %s name",
    (id, entry) => {
      const find = (leaf: string) => fields.find((field) => field.key === `providers.${id}.${leaf}`);
      const key = find("apiKey");
      expect([key?.env, ...(key?.envAliases ?? [])]).toEqual(entry.keyVariables);
      expect(find("baseUrl")?.env).toBe(entry.baseUrlVariable);
    },
  );

  it("reveal keys to the models room, and only there", async () => {
    const config = await load({ OPENAI_API_KEY: "sk-1", OLLAMA_HOST: "gpu-box:11434" });
    const { providers } = providerSettings(config);
    expect(providers["openai"]).toMatchObject({ apiKey: "sk-1" });
    expect(providers["ollama"]).toMatchObject({ apiKey: undefined, baseUrl: "gpu-box:11434" });
  });

  it("take Google's key under either of its names", async () => {
    const config = await load({ GEMINI_API_KEY: "g-1" });
    expect(providerSettings(config).providers["google"]?.apiKey).toBe("g-1");
  });
});
