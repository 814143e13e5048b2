import { literalOf } from "../literals.ts";
import type { Possibility } from "../value.ts";

/** The options whose deprecated default is true. */
export function isTrueOrUnset(possibility: Possibility): boolean {
  const literal = literalOf(possibility);
  if (!literal) return false;
  return literal.value === undefined || Boolean(literal.value);
}
