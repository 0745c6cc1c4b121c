import { readFile } from "node:fs/promises";
import type { Config } from "#config";
import { AppError } from "#kernel";
import { type ModelRef, type Prices, type PriceTable, priceTableSchema, runsOnOwnHardware } from "#minions";

/** The table that comes with the package: the same place as seen from `src/app` and from `dist/app`. */
const PACKAGED_TABLE = new URL("../../data/prices.json", import.meta.url);

/** A price table of the user's own cannot be used. */
export class PriceTableInvalidError extends AppError<"price-table-invalid"> {
  readonly code = "price-table-invalid";
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(
      `The price table ${path} cannot be used: ${problem}. It has the form of data/prices.json.`,
      options,
    );
    this.path = path;
  }
}

/**
 * The prices that hold: the user's own table over the packaged one, and what own hardware costs.
 *
 * @throws PriceTableInvalidError
 */
export async function loadPrices(config: Config): Promise<Prices> {
  const packaged = priceTableSchema.parse(JSON.parse(await readFile(PACKAGED_TABLE, "utf8")));
  const own = config.prices.file === undefined ? undefined : await readOwnTable(config.prices.file);
  return {
    table: own === undefined ? packaged : overlay(packaged, own),
    localPrices: config.prices.local,
    isOwnHardware: (ref) => isOwnHardware(ref, config),
  };
}

/** A model that both tables name costs what the user's says; a prefix of the user's covers exact names of ours. */
function overlay(packaged: PriceTable, own: PriceTable): PriceTable {
  const covers = (price: PriceTable["models"][number], model: string): boolean =>
    price.model === model || (price.model.endsWith("*") && model.startsWith(price.model.slice(0, -1)));
  const rest = packaged.models.filter(
    (theirs) => !own.models.some((mine) => mine.provider === theirs.provider && covers(mine, theirs.model)),
  );
  return { ...own, models: [...own.models, ...rest] };
}

async function readOwnTable(path: string): Promise<PriceTable> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? "it is no JSON" : "it cannot be read";
    throw new PriceTableInvalidError(path, problem, { cause });
  }
  const parsed = priceTableSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PriceTableInvalidError(
    path,
    `${issue?.path.map(String).join(".") || "the file"}: ${issue?.message}`,
  );
}

/** The address says where a model runs; only without one does the provider's name have to do. */
function isOwnHardware(ref: ModelRef, { providers, endpoints }: Config): boolean {
  const settings = Object.entries({ ...endpoints, ...providers }).find(
    ([name]) => name === ref.provider,
  )?.[1];
  const address = settings?.baseUrl;
  if (address === undefined || !URL.canParse(address)) return runsOnOwnHardware(ref);
  return isNearby(new URL(address).hostname);
}

/** This machine, or one in the same private network: nobody sends a bill for it. */
function isNearby(hostname: string): boolean {
  if (/^(?:localhost|\[::1\]|0\.0\.0\.0)$|\.(?:local|internal|lan)$/.test(hostname)) return true;
  if (!hostname.includes(".") && !hostname.startsWith("[")) return true;
  return /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/.test(hostname);
}
