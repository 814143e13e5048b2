import { bindingOf, memberPath } from "./bindings.ts";
import { codeOf, moduleCode } from "./code-text.ts";
import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import type { Module, Place } from "./module.ts";
import { handlerAround, namesAround, registerName } from "./names-around.ts";
import type { Project } from "./project.ts";
import { isEverywhere } from "./sessions.ts";
import {
  isMember,
  keyOf,
  type MemberNode,
  type Node,
  unwrap,
} from "./syntax.ts";
import { isFalsy } from "./truthiness.ts";

const identity =
  /^(?:.*user.*|uid|.*login.*|.*logged.*|.*auth(?!State).*|e?mail|account.*|.*admin.*|member.*|customer.*|identity|profile|.*token|name|id|person|player|passport|client|employee|student|teacher)$/i;
const noIdentity =
  /csrf|xsrf|error|message|redirect|return|url|attempt|fail|state|nonce|verifier|count|reset|lang|users$|code$|request|referr?er|last|tmp|temp|otp|cart/i;

const loginName =
  /log-?_?in|logged|sign-?_?in|auth|session|callback|oauth|sso|verif|connect/i;
const otherName =
  /log-?_?out|sign-?_?out|profile|update|edit|setting|change|reset|forgot|delete|remove|avatar|upload/i;
const asksPassword =
  /passw|pwd|bcrypt|argon|scrypt|\.compare\(|credential|authenticate|verifyIdToken|getToken\(/i;

/** Where an identity is written into a session that keeps its id: logins first, registrations last. */
export function identityWrites(project: Project): Place[] {
  if (project.modules.some(renewsAtLogin)) return [];
  const ranked = project.modules.flatMap((module) =>
    module.assignments.flatMap((node) => {
      if (node.operator !== "=" || !isMember(node.left)) return [];
      const place = { module, node };
      if (!isIdentity(module, node.left) || isNothing(module, node.right))
        return [];
      const rank = rankOf(place);
      return rank === undefined ? [] : [{ rank, place }];
    }),
  );
  return ranked.sort((a, b) => a.rank - b.rank).map(({ place }) => place);
}

/** Whether sessions get new ids elsewhere than at logout. */
function renewsAtLogin(module: Module): boolean {
  const mentions =
    moduleCode(module).match(/\bregenerate\b|migrateSession/g) ?? [];
  const atLogout = module.calls.filter(
    (node) =>
      isMember(node.callee) &&
      keyOf(node.callee) === "regenerate" &&
      /(?:log|sign)[-_]?out/i.test(namesAround({ module, node }).join(" ")),
  );
  return mentions.length > atLogout.length;
}

/** `req.session.userId`, `session.user` of a parameter, `ctx.req.session.user`. */
function isIdentity(module: Module, left: MemberNode): boolean {
  const { root, keys } = memberPath(left);
  if (!keys) return false;
  const at = keys.lastIndexOf("session");
  if (at >= 0) {
    const isRequest =
      root.type === "Identifier" || root.type === "ThisExpression";
    return isRequest && namesIdentity(keys.slice(at + 1));
  }
  if (root.type !== "Identifier" || !/^_?sess(?:ion)?$/.test(root.name))
    return false;
  const binding = bindingOf(module.scopes, root.name, root);
  const isGiven = binding?.definitions.some(
    ({ from }) => from.kind === "parameter",
  );
  const isTaken = binding?.definitions.some(
    ({ from }) =>
      from.kind === "value" &&
      /\bsession\b/.test(codeOf({ module, node: from.node })),
  );
  const isPackage = isEverywhere(
    evaluate({ module, node: root }),
    isExternal(/^express-session/),
  );
  return Boolean(isGiven || isTaken) && !isPackage && namesIdentity(keys);
}

function namesIdentity(keys: readonly string[]): boolean {
  const [first] = keys;
  if (first === undefined || keys.length > 2 || first === "cookie")
    return false;
  return (
    keys.some((key) => identity.test(key)) &&
    !keys.some((key) => noIdentity.test(key))
  );
}

function isNothing(module: Module, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "ObjectExpression" && inner.properties.length === 0)
    return true;
  if (inner.type === "ArrayExpression") return true;
  return evaluate({ module, node }).some(isFalsy);
}

/** How much the code around it is a login: 0 by its name, 1 by what it asks, 2 a registration; undefined: none. */
function rankOf(place: Place): number | undefined {
  const names = namesAround(place);
  const near = names.join(" ");
  const handler = handlerAround(place);
  const code = handler ? codeOf({ module: place.module, node: handler }) : "";
  const isLogin = loginName.test(near);
  if (otherName.test(near) && !isLogin) return undefined;
  if (registerName.test(near))
    return isLogin ? 1.5 : asksPassword.test(code) ? 2 : undefined;
  if (isLogin) return 0;
  if (asksPassword.test(code)) return 1;
  const isAuthFile = /log-?_?in|sign-?_?in|auth/i.test(
    place.module.file.split("/").at(-1) ?? "",
  );
  return isAuthFile ? 1.2 : undefined;
}
