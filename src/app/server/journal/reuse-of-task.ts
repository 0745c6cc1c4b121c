import type { ReusedResults } from "#cache";
import type { Config } from "#config";
import { EXTRACTIVE_REF } from "#embedded";
import type { TaskOwner } from "#engine";
import type { Model, ModelRequest } from "#minions";
import type { ResolvedRun } from "../../resolve-run.ts";
import { EarlierReplies } from "./earlier-replies.ts";
import { requestHash } from "./request-hash.ts";

/** What replies of earlier tasks may be given to the tasks of a server. */
export interface Reuse {
  readonly results: ReusedResults;
  /** Another one for every state of the program and of its providers' settings: what was replied before counts for neither. */
  readonly state: string;
}

/** The state of a program with such settings. Keys are no part of it. */
export function reuseState(version: string, { providers, endpoints, llamaCpp }: Config): string {
  return requestHash(JSON.stringify({ version, providers, endpoints, llamaCpp }));
}

/**
 * For each model of a run, what it replied to earlier tasks of the same owner; nothing where the task is to be answered
 * afresh. The engine in this process answers faster than it could be looked up, and by more than its prompt says.
 */
export function reuseOfTask(
  owner: TaskOwner,
  { options }: Pick<ResolvedRun, "options">,
  reuse: Reuse | undefined,
): (model: Model, chain: string, onReused?: (request: ModelRequest) => void) => EarlierReplies | undefined {
  if (reuse === undefined || options.fresh) return () => undefined;
  const results = reuse.results.of(owner);
  return ({ ref }, chain, onReused) => {
    if (ref.provider === EXTRACTIVE_REF.provider) return undefined;
    const basis = requestHash({ state: reuse.state, chain });
    return new EarlierReplies({ results, ref, basis, onReused });
  };
}
