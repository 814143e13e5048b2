import { moduleCode } from "../code-text.ts";
import type { Module } from "../module.ts";
import { lastName } from "../names-around.ts";
import { onePerSession } from "../one-per-session.ts";
import { isPassport06 } from "../passport-version.ts";
import type { Found, Rule } from "../rule.ts";
import { type CallNode, isMember, keyOf, unwrap } from "../syntax.ts";

/** Since passport 0.6 logging out ends the session, which takes time. */
export const passportLogoutCallback: Rule = {
  id: "passport-logout-callback",
  severity: "error",
  summary:
    "req.logout() without the callback that passport 0.6 and later ask for",
  check: (project) => {
    const isReplaced = project.modules.some((module) =>
      /\breq(?:uest)?\.logout\s*=[^=]/i.test(moduleCode(module)),
    );
    if (isReplaced) return [];
    const found = project.modules.flatMap((module): Found[] =>
      isPassport06(module)
        ? module.calls.filter(isBareLogout).map((node) => foundAt(module, node))
        : [],
    );
    return onePerSession(project, found);
  },
};

function foundAt(module: Module, node: CallNode): Found {
  return {
    place: { module, node },
    message:
      "passport 0.6 and later throw when `req.logout()` gets no callback, so no one can log out.",
    fix: "Write `req.logout((error) => { if (error) return next(error); … })`.",
  };
}

/** No function and nothing that may be one. */
function isBareLogout({ callee, arguments: args }: CallNode): boolean {
  if (!isMember(callee) || !/^log_?out$/i.test(keyOf(callee) ?? ""))
    return false;
  const receiver = lastName(unwrap(callee.object)) ?? "";
  const isRequest = /^(?:req|request|_req)$/.test(receiver);
  return isRequest && args.every(({ type }) => type === "ObjectExpression");
}
