import type { JsonObject, JsonValue } from "#engine";
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
  const named: JsonObject = isObject(caller) ? caller : {};
  return {
    keyId: textOr("none", named["keyId"]),
    tier: textOr("default", named["tier"]),
    owner: textOr(owner, named["owner"]),
    tenant: textOr(tenant, named["tenant"]),
  };
}

function textOr(otherwise: string, value: JsonValue | undefined): string {
  return typeof value === "string" ? value : otherwise;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
