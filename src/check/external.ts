import type { Possibility } from "./value.ts";

/** A test for what comes from outside of the project under a name: `value.some(isExternal(/^csurf$/))`. */
export function isExternal(
  name: RegExp,
): (possibility: Possibility) => boolean {
  return ({ what }) => what.kind === "external" && name.test(what.name);
}

/** Whether it may be anything, as far as the code of the project shows. */
export function isOpen({ what }: Possibility): boolean {
  return what.kind === "unknown" || what.kind === "external";
}
