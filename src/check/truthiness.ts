import type { Known, Possibility } from "./value.ts";

/** Whether it counts as true in JavaScript; undefined when that cannot be seen. */
export function truthiness({ what }: Possibility): boolean | undefined {
  if (what.kind === "literal") return Boolean(what.value);
  if (what.kind === "unknown" || what.kind === "external") {
    return isConstructed(what) ? true : undefined;
  }
  return true;
}

function isConstructed(what: Known): boolean {
  return what.kind === "external" && /^new [\w./@-]+\(\)$/.test(what.name);
}
