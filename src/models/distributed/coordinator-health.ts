import { z } from "zod";
import type { ProviderEndpoint } from "../http/index.ts";
import { readJson } from "../profiles/read-json.ts";
import { ANY_MODEL } from "./coordinator-wire.ts";

const health = z.object({
  status: z.string().optional(),
  healthy_nodes: z.number().int().nonnegative(),
});

/** What a coordinator says of its network. */
export interface CoordinatorHealth {
  /** True where at least one node can answer. */
  readonly reachable: boolean;
  readonly models: readonly string[];
  readonly problem?: string;
}

/** Asks `GET /health`, which costs no tokens. @throws whatever the connection or the status fails with. */
export async function askCoordinator(
  deps: { readonly endpoint: ProviderEndpoint; readonly fetch: typeof globalThis.fetch },
  signal: AbortSignal,
): Promise<CoordinatorHealth> {
  const { baseUrl } = deps.endpoint;
  const answer = await readJson(deps, { url: `${baseUrl}/health` }, signal);
  const nodes = health.safeParse(answer).data?.healthy_nodes;
  if (nodes === undefined) {
    const problem = `Something answers at ${baseUrl}, but not as a coordinator does.`;
    return { reachable: false, models: [], problem };
  }
  if (nodes > 0) return { reachable: true, models: [ANY_MODEL] };
  return { reachable: false, models: [], problem: `The coordinator at ${baseUrl} has no healthy node.` };
}
