import { isExternal } from "../external.ts";
import type { Rule } from "../rule.ts";
import { isFalsy } from "../truthiness.ts";
import type { Possibility } from "../value.ts";
import { perProductionOption } from "./per-session.ts";

/** The default store is for development: it leaks memory and forgets. */
export const memoryStore: Rule = {
  id: "memory-store",
  severity: "warning",
  summary: "sessions are kept in the memory of the process",
  check: perProductionOption(["store"], isInMemory, {
    message:
      "Sessions are kept in the memory of the process: it grows without end, and a restart logs everyone out.",
    fix: "Give `store` one that lasts, such as connect-redis or connect-pg-simple.",
  }),
};

const isMemoryStore = isExternal(
  /^new (?:express-session|express\.session|connect\.session)(?:\.session)?\.MemoryStore\(\)$/,
);

function isInMemory(possibility: Possibility): boolean {
  return isFalsy(possibility) || isMemoryStore(possibility);
}
