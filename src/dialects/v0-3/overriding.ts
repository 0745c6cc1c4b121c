import type { A2ARequestHandler } from "@a2a-js/sdk/server";

/** The handler with some of its methods answered otherwise. */
export function overriding<Handler extends A2ARequestHandler>(
  handler: Handler,
  overrides: Partial<A2ARequestHandler>,
): Handler {
  return new Proxy(handler, {
    get(target, name) {
      if (Object.hasOwn(overrides, name)) return Reflect.get(overrides, name);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
