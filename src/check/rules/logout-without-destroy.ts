import { codeOf } from "../code-text.ts";
import { literalOf } from "../literals.ts";
import type { Module, Place } from "../module.ts";
import { functionName } from "../names-around.ts";
import { memoized } from "../memoized.ts";
import { onePerSession } from "../one-per-session.ts";
import { isPassport06 } from "../passport-version.ts";
import type { Project } from "../project.ts";
import { reachedFrom } from "../reached.ts";
import type { Found, Rule } from "../rule.ts";
import { handlerCode, registrationsIn } from "../routes.ts";
import { optionOf } from "../sessions.ts";

const logoutName = /(?:log|sign)[-_]?(?:out|off)/i;
const ends =
  /\.destroy\b|\.regenerate\b|destroySession|endSession|session\s*=\s*null/;
const forgets =
  /\bdelete\s+[\w.]*session\b|\bsession!?(?:\.|\[)[\w"'\]]+\s*=\s*(?:null|undefined|false|""|''|0|\{\}|void 0)/;
const passportLogout = /\breq(?:uest)?\.log_?out\(/i;

/** What is only forgotten lives on in the store, under the same id. */
export const logoutWithoutDestroy: Rule = {
  id: "logout-without-destroy",
  severity: "warning",
  summary: "logging out leaves the session alive",
  check: (project) => {
    const found = project.modules.flatMap((module) => [
      ...routesIn(module),
      ...functionsIn(module),
    ]);
    return onePerSession(project, found);
  },
};

function routesIn(module: Module): Found[] {
  return registrationsIn(module).flatMap((route) => {
    if (route.method === "use" || !logoutName.test(route.path)) return [];
    return leavesAlive(route.place, handlerCode(route));
  });
}

/** Controllers whose routes are not seen. */
function functionsIn(module: Module): Found[] {
  return module.functions.flatMap((node) => {
    if (!logoutName.test(functionName(node) ?? "")) return [];
    const place = { module, node };
    const code = [place, ...reachedFrom(place)].map(codeOf).join("\n");
    return leavesAlive(place, code);
  });
}

function leavesAlive(place: Place, code: string): Found[] {
  if (ends.test(code)) return [];
  const isOldPassport = isPassport06(place.module) === false;
  const isForgotten =
    forgets.test(code) ||
    clearsCookie(place.module.project, code) ||
    (isOldPassport && passportLogout.test(code));
  if (!isForgotten) return [];
  return [
    {
      place,
      message:
        "Logging out leaves the session in the store, so whoever has its cookie can go on with it.",
      fix: "End it: `req.session.destroy((error) => …)`, then `res.clearCookie` its name.",
    },
  ];
}

/** Only the browser forgets then. */
function clearsCookie(project: Project, code: string): boolean {
  const cleared = [...code.matchAll(/clearCookie\(\s*["'`]([^"'`]+)/g)];
  return cleared.some(([, name]) => sessionNames(project).has(name));
}

const sessionNames = memoized(({ sessions }: Project) => {
  const names = sessions.flatMap((session) => [
    ...optionOf(session, "name"),
    ...optionOf(session, "key"),
  ]);
  return new Set<unknown>([
    "connect.sid",
    ...names.map((name) => literalOf(name)?.value),
  ]);
});
