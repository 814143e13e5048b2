import { codeOf, moduleCode } from "../code-text.ts";
import { memoized } from "../memoized.ts";
import { nearestSession } from "../one-per-session.ts";
import type { Project } from "../project.ts";
import type { Rule } from "../rule.ts";
import {
  handlerCode,
  isStateChanging,
  type Registration,
  registrationsIn,
} from "../routes.ts";
import { isEverywhere, optionOf, type Session } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import { isNone } from "./cookie-samesite-none-insecure.ts";
import { perSession } from "./per-session.ts";

const protection = /csu?rf|xsrf|\blusca\b|sec-fetch-site|x-requested-with/i;
const originCheck =
  /(?:headers?\.(?:origin|referer)|(?:get|header)\(\s*["'](?:origin|referer)["']\s*\)|headers\[["'](?:origin|referer)["']\])[^;\n]*(?:[=!]==?|includes|startsWith|indexOf|\.test)/i;
const usesCookie =
  /\b(?:req|request|ctx)\.session\b|\b(?:req|request)\.user\b|isAuthenticated|\bsession\.\w/;
const guardName =
  /auth|logged|login|isadmin|guard|protect|require|ensure|permission|member|secure/i;
/** Requests before or at login do not ride on someone's session. */
const beforeLogin =
  /log-?_?(?:in|out)|sign-?_?(?:in|up|out|off)|regist|auth|session|forgot|reset|webhook|verify|token|password\/|captcha|account\/new|users\/?["'`]$/i;

/** Another site can send forms, and the browser adds the cookie. */
export const csrfMissing: Rule = {
  id: "csrf-missing",
  severity: "warning",
  summary: "other sites can act in a visitor's name",
  check: perSession((session, project) => {
    const sameSite = optionOf(session, "cookie", "sameSite");
    const isOpen = isEverywhere(
      sameSite,
      (part) => isFalsy(part) || isNone(part),
    );
    if (!isOpen || isProtected(project) || !relyingRoute(project, session))
      return undefined;
    return {
      place: session.place,
      message:
        "Routes that change something rely on the cookie alone, so another site can call them in a visitor's name.",
      fix: 'Set `sameSite: "lax"`, or ask for a CSRF token in each form.',
    };
  }),
};

/** Asking for a token that no middleware makes protects nothing. */
const isProtected = memoized(({ modules }: Project): boolean =>
  modules.some((module) => {
    const code = moduleCode(module).replaceAll(
      /\b(?:csrfToken:\s*)?req\.csrfToken\(\)/g,
      "",
    );
    return protection.test(code) || originCheck.test(code);
  }),
);

function relyingRoute(project: Project, session: Session): boolean {
  const isGuarded = hasGuards(project);
  return project.modules.some((module) => {
    if (nearestSession(project, module.file) !== session) return false;
    return registrationsIn(module).some(
      (one) =>
        isStateChanging(one) &&
        !beforeLogin.test(one.path) &&
        (isGuarded || hasGuard(one) || usesCookie.test(handlerCode(one))),
    );
  });
}

const hasGuards = memoized(({ modules }: Project) =>
  modules.some((module) => registrationsIn(module).some(isGuard)),
);

/** Middleware for many routes that asks the session who it is. */
function isGuard(one: Registration): boolean {
  if (one.method !== "use" && one.method !== "all") return false;
  const code = handlerCode(one);
  return (
    usesCookie.test(code) &&
    /redirect|\b40[13]\b|find(?:ById|One|ByPk|Unique)\(/.test(code)
  );
}

function hasGuard({ module, handlers }: Registration): boolean {
  return handlers
    .slice(0, -1)
    .some(
      (node) =>
        !/Function/.test(node.type) && guardName.test(codeOf({ module, node })),
    );
}
