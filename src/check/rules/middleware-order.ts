import { moduleCode } from "../code-text.ts";
import { evaluate } from "../evaluate.ts";
import { isExternal } from "../external.ts";
import type { Module } from "../module.ts";
import { onePerSession } from "../one-per-session.ts";
import { isSession, type Sequence, sequencesIn } from "../order.ts";
import { contains } from "../ranges.ts";
import { reachedFrom } from "../reached.ts";
import type { Found, Rule } from "../rule.ts";
import { handlerCode, positionOf, type Registration } from "../routes.ts";
import type { Node } from "../syntax.ts";

const usesSession =
  /\b(?:req|request)\.session\b|\.isAuthenticated\(|\b(?:req|request)\.(?:login|logIn|logout|flash)\(/;

/** Middleware runs in the order in which it is mounted. */
export const middlewareOrder: Rule = {
  id: "middleware-order",
  severity: "error",
  summary: "what needs the session is mounted before it",
  check: (project) => {
    const found = project.modules.flatMap((module) =>
      sequencesIn(module).flatMap((one) => tooEarly(one) ?? []),
    );
    return onePerSession(project, found);
  },
};

function tooEarly({ registrations, sessionAt }: Sequence): Found | undefined {
  const early = registrations.filter((one) => positionOf(one) < sessionAt);
  const passport = early.find(({ module, handlers }) =>
    handlers.some((node) => isPassportSession(module, node)),
  );
  if (passport) {
    return {
      place: passport.place,
      message:
        "passport.session() is mounted before the session that it reads, so no one stays logged in.",
      fix: "Mount `session()` above `passport.session()`.",
    };
  }
  const route = early.find(needsSession);
  return (
    route && {
      place: route.place,
      message:
        "This is mounted before the session, so `req.session` is undefined in it.",
      fix: "Mount `session()` above it.",
    }
  );
}

function isPassportSession(module: Module, node: Node): boolean {
  return evaluate({ module, node }).some(
    isExternal(/^passport(?:\.\w+\(\))*\.session\(\)$/),
  );
}

function needsSession(one: Registration): boolean {
  const { method, module, handlers } = one;
  if (handlers.some((node) => isSession(module, node))) return false;
  if (mountsSession(one)) return false;
  if (usesSession.test(handlerCode(one))) return true;
  if (method !== "use") return false;
  return handlers.some((node) =>
    evaluate({ module, node }).some(({ what }) => {
      const home = what.kind === "external" ? what.call?.module : undefined;
      if (!home || home === module) return false;
      const code = moduleCode(home);
      return usesSession.test(code) && !code.includes("express-session");
    }),
  );
}

/** A router that brings its own session. */
function mountsSession({ module, handlers }: Registration): boolean {
  const reached = handlers.flatMap((node) => reachedFrom({ module, node }));
  return module.project.sessions.some(({ place }) =>
    reached.some(
      ({ module: home, node }) =>
        home === place.module && contains(node, place.node),
    ),
  );
}
