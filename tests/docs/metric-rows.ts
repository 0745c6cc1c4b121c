import { Registry } from "prom-client";
import { createInstruments } from "../../src/http/metrics/instruments.ts";

/** Name, kind, labels and buckets of every metric, as the table of the page has them. */
export async function metricRows(): Promise<string[][]> {
  const registry = new Registry();
  const instruments: object[] = Object.values(createInstruments(registry));
  const described = await registry.getMetricsAsJSON();
  return instruments.map((instrument) => {
    const name = String(Reflect.get(instrument, "name"));
    const kind = described.find((one) => one.name === name)?.type;
    const labels = texts(Reflect.get(instrument, "labelNames")).filter((label) => label !== "le");
    const buckets = texts(Reflect.get(instrument, "upperBounds"));
    const told = buckets.length === 0 ? String(kind) : `${String(kind)}: ${buckets.join(", ")}`;
    return [`\`${name}\``, told, labels.map((label) => `\`${label}\``).join(", ")];
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
