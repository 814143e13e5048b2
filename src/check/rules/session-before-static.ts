import { conditionOf } from "../conditions.ts";
import { evaluate } from "../evaluate.ts";
import { isExternal } from "../external.ts";
import { nearestSession, onePerSession } from "../one-per-session.ts";
import { type Sequence, sequencesIn } from "../order.ts";
import type { Found, Rule } from "../rule.ts";
import { handlerCode, positionOf, type Registration } from "../routes.ts";

/** Each picture and style sheet reads the store, and may get a cookie. */
export const sessionBeforeStatic: Rule = {
  id: "session-before-static",
  severity: "info",
  summary: "static files pass through the session",
  check: (project) => {
    const found = project.modules.flatMap((module) =>
      sequencesIn(module).flatMap((one) => staticAfter(one) ?? []),
    );
    // Told at the session: it is what stands in the wrong place, for all static files alike.
    return onePerSession(project, found).map((one) => {
      const session = nearestSession(project, one.place.module.file);
      return session ? { ...one, place: session.place } : one;
    });
  },
};

function staticAfter({
  registrations,
  sessionAt,
}: Sequence): Found | undefined {
  const after = registrations.filter((one) => positionOf(one) > sessionAt);
  const index = after.findIndex(isStatic);
  const found = after[index];
  // A guard in between that asks the session before a file is given out wants this order.
  if (!found || after.slice(0, index).some(isGuard)) return undefined;
  return {
    place: found.place,
    message:
      "Static files come after the session, so every picture and style sheet reads the store and may set a cookie.",
    fix: "Move `express.static` above the session.",
  };
}

function isStatic({ method, module, call, handlers }: Registration): boolean {
  if (method === "useStaticAssets") return true;
  if (conditionOf({ module, node: call })?.in === "development") return false;
  return handlers.some((node) =>
    evaluate({ module, node }).some(
      isExternal(/^(?:express\.static|serve-static|st|ecstatic)\(\)$/),
    ),
  );
}

function isGuard(one: Registration): boolean {
  if (one.method !== "use") return false;
  const code = handlerCode(one);
  return (
    /\.session\b|isAuthenticated|\.user\b/.test(code) &&
    /\.redirect\(|\b40[13]\b|sendFile/.test(code) &&
    /\bnext\(/.test(code)
  );
}
