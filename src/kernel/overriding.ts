/** The object with some of its methods answered otherwise; all others are its own. */
export function overriding<Target extends object>(object: Target, overrides: Partial<Target>): Target {
  return new Proxy(object, {
    get(target, name) {
      if (Object.hasOwn(overrides, name)) return Reflect.get(overrides, name);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
