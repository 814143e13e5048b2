import { cookieParserSecret } from "../cookie-parser.ts";
import { evaluate } from "../evaluate.ts";
import { isExternal } from "../external.ts";
import { onePerSession } from "../one-per-session.ts";
import type { Project } from "../project.ts";
import type { Found, Rule } from "../rule.ts";
import { isEverywhere, optionOf, type Session } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";

/** Packages and forms that nobody mends any more. */
export const deprecatedMiddleware: Rule = {
  id: "deprecated-middleware",
  severity: "warning",
  summary: "middleware that is no longer kept up",
  check: (project) => [
    ...project.sessions.flatMap((session) => oldSession(session) ?? []),
    ...onePerSession(project, csurfCalls(project)),
  ],
};

function oldSession(session: Session): Found | undefined {
  const { place } = session;
  if (session.isExpress3) {
    const message = "`express.session` is gone since Express 4.";
    return { place, message, fix: "Use the package express-session." };
  }
  const secret = optionOf(session, "secret");
  if (!isEverywhere(secret, isFalsy)) return undefined;
  if (!cookieParserSecret(session)) return undefined;
  return {
    place,
    message:
      "The secret of cookie-parser signs the session cookie, which express-session has deprecated.",
    fix: "Give express-session its own `secret`.",
  };
}

function csurfCalls({ modules }: Project): Found[] {
  return modules.flatMap((module) => {
    if (!module.text.includes("csurf")) return [];
    const call = module.calls.find((node) =>
      evaluate({ module, node: node.callee }).some(isExternal(/^csurf$/)),
    );
    const message = "csurf is deprecated and has known ways around it.";
    const fix =
      "Use a package that is kept up, such as csrf-sync or csrf-csrf.";
    return call ? [{ place: { module, node: call }, message, fix }] : [];
  });
}
