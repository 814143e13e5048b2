import type { Rule } from "../rule.ts";
import { isRandom, secretOf } from "../secret.ts";
import { placeOf } from "../sessions.ts";
import { perProductionSession } from "./per-session.ts";

/** Random secrets are strong, but they end with the process. */
export const secretEphemeral: Rule = {
  id: "secret-ephemeral",
  severity: "info",
  summary: "the secret is made anew at each start",
  check: perProductionSession((session) => {
    const secret = secretOf(session);
    if (!secret.some(isRandom)) return undefined;
    return {
      place: placeOf(session, secret),
      message:
        "The secret is made anew at each start, so a restart or a second process logs everyone out.",
      fix: "Make it once and read it from the environment.",
    };
  }),
};
