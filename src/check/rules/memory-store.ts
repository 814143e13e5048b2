import { isExternal } from "../external.ts";
import type { Rule } from "../rule.ts";
import { inProduction, isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import type { Possibility } from "../value.ts";
import { perProductionSession } from "./per-session.ts";

/** The default store is for development: it leaks memory and forgets. */
export const memoryStore: Rule = {
  id: "memory-store",
  severity: "warning",
  summary: "sessions are kept in the memory of the process",
  check: perProductionSession((session) => {
    const store = inProduction(optionOf(session, "store"));
    if (!isEverywhere(store, isInMemory)) return undefined;
    return {
      place: placeOf(session, store),
      message:
        "Sessions are kept in the memory of the process: it grows without end, and a restart logs everyone out.",
      fix: "Give `store` one that lasts, such as connect-redis or connect-pg-simple.",
    };
  }),
};

const isMemoryStore = isExternal(
  /^new (?:express-session|express\.session|connect\.session)(?:\.session)?\.MemoryStore\(\)$/,
);

function isInMemory(possibility: Possibility): boolean {
  return isFalsy(possibility) || isMemoryStore(possibility);
}
