import type { JsonObject } from "#engine";
import type { LimitedCaller } from "#limits";

/**
 * Who made a task, or last continued it: the transport keeps that with its request. A task from before there were limits
 * names nobody, and counts for its owner.
 */
export function callerOfTask({
  request,
  owner,
  tenant,
}: {
  readonly request: JsonObject;
  readonly owner: string;
  readonly tenant: string;
}): LimitedCaller {
  const { caller } = request;
  const named = new Map<string, unknown>(
    typeof caller === "object" && caller !== null ? Object.entries(caller) : [],
  );
  const text = (name: string, otherwise: string): string => {
    const value = named.get(name);
    return typeof value === "string" ? value : otherwise;
  };
  return {
    keyId: text("keyId", "none"),
    tier: text("tier", "default"),
    owner: text("owner", owner),
    tenant: text("tenant", tenant),
  };
}
