import { identityWrites } from "../identity-writes.ts";
import { onePerSession } from "../one-per-session.ts";
import { oldPassportLogins } from "../passport-logins.ts";
import type { Rule } from "../rule.ts";

/** Whoever planted the id before the login has the session after it. */
export const sessionFixation: Rule = {
  id: "session-fixation",
  severity: "error",
  summary: "the session keeps its id at login",
  check: (project) => {
    const written = identityWrites(project).map((place) => ({
      place,
      message:
        "Who logs in is written into the session that was there before, so whoever planted its id is logged in too.",
      fix: "Call `req.session.regenerate` first and write the identity in its callback.",
    }));
    const byPassport = oldPassportLogins(project).map((place) => ({
      place,
      message:
        "passport before 0.6 keeps the session's id at login, so whoever planted it is logged in too.",
      fix: "Update passport to 0.7.",
    }));
    return onePerSession(project, [...written, ...byPassport]);
  },
};
