import type { Project } from "../project.ts";
import type { Rule } from "../rule.ts";
import { isLiteralSecret, secretOf } from "../secret.ts";
import { isEverywhere, placeOf } from "../sessions.ts";
import type { Value } from "../value.ts";
import { perProductionSession } from "./per-session.ts";

/** Where the variable is forgotten, the secret that everyone can read is used without a word. */
export const secretFallback: Rule = {
  id: "secret-fallback",
  severity: "warning",
  summary: "a secret in the code stands in when the variable is not set",
  check: perProductionSession((session, project) => {
    const secret = secretOf(session);
    const isCertain = secret.some(
      (part) => isLiteralSecret(part) && part.when.sure,
    );
    if (isCertain || !secret.some(isLiteralSecret)) return undefined;
    if (isEverywhere(secret, isLiteralSecret)) return undefined;
    if (isGuarded(project, secret)) return undefined;
    return {
      place: placeOf(session, secret),
      message:
        "When the variable is not set, a secret that stands in the code signs the cookie without a warning.",
      fix: "Drop the fallback and refuse to start without the variable.",
    };
  }),
};

/** `if (!process.env.SECRET) throw …` somewhere: then the fallback is for development. */
function isGuarded(project: Project, secret: Value): boolean {
  const names = secret.flatMap(({ what }) => {
    const name = what.kind === "external" ? what.name : "";
    return /^process\.env\.(\w+)$/.exec(name)?.[1] ?? [];
  });
  return names.some((name) => {
    const guard = new RegExp(
      `\\bif\\s*\\([^;{]*\\b${name}\\b[^;{]*\\)\\s*\\{?[^}]{0,300}(?:\\bthrow\\b|process\\.exit)`,
    );
    return project.modules.some(({ text }) => guard.test(text));
  });
}
