import { isExternal, isOpen } from "./external.ts";
import type { Possibility } from "./value.ts";

/** Whether it counts as true in JavaScript; undefined when that cannot be seen. */
export function truthiness(possibility: Possibility): boolean | undefined {
  const { what } = possibility;
  if (what.kind === "literal") return Boolean(what.value);
  return !isOpen(possibility) || isConstructed(possibility) ? true : undefined;
}

/** Whether it is sure to count as false, as what is not there does. */
export function isFalsy(possibility: Possibility): boolean {
  return truthiness(possibility) === false;
}

const isConstructed = isExternal(/^new [\w./@-]+\(\)$/);
