import { bindingOf, type Binding } from "./bindings.ts";
import { codeOf } from "./code-text.ts";
import { evaluate } from "./evaluate.ts";
import { isExternal, isOpen } from "./external.ts";
import { memoized } from "./memoized.ts";
import type { Module, Place } from "./module.ts";
import { lastName } from "./names-around.ts";
import { rangeOf } from "./ranges.ts";
import { reachedFrom } from "./reached.ts";
import {
  type CallNode,
  isCall,
  isMember,
  keyOf,
  type MemberNode,
  type Node,
  unwrap,
} from "./syntax.ts";

/** One `app.use(…)`, `router.post(…)` and the like. */
export interface Registration {
  readonly module: Module;
  readonly call: CallNode;
  /** Where the method is named: in a chain each link has its own line. */
  readonly place: Place;
  /** `use`, `get`, `post` … */
  readonly method: string;
  /** As far as it is written; empty when there is none. */
  readonly path: string;
  /** The middleware and handlers. */
  readonly handlers: readonly Node[];
  /** What stands for the app or router: its variable, or the call that made it. */
  readonly receiver: Binding | Node | undefined;
}

const methods =
  /^(?:use|all|get|post|put|patch|delete|del|head|options|useStaticAssets)$/;
const appName = /app|router|server|route|api|express|web/i;

/** The registrations in a file, in the order of the text. */
export const registrationsIn = memoized((module: Module) =>
  module.calls
    .flatMap((call) => registration(module, call) ?? [])
    .sort((a, b) => positionOf(a) - positionOf(b)),
);

/** The offset that decides what comes first. */
export function positionOf({ place }: Registration): number {
  return rangeOf(place.node).start;
}

function registration(
  module: Module,
  call: CallNode,
): Registration | undefined {
  const { callee } = call;
  if (call.type === "NewExpression" || !isMember(callee)) return undefined;
  const method = keyOf(callee);
  if (method === undefined || !methods.test(method)) return undefined;
  const { root, path: outer } = chainOf(callee);
  const [first, ...others] = call.arguments;
  const isPathFirst =
    first !== undefined && isPath(first) && method !== "useStaticAssets";
  const handlers = isPathFirst ? others : call.arguments;
  if (handlers.length === 0 || !isApp(module, root)) return undefined;
  const isChained = isCall(unwrap(callee.object));
  const path = outer ?? (isPathFirst ? codeOf({ module, node: first }) : "");
  return {
    ...{ module, call, method, path, handlers },
    place: { module, node: isChained ? callee.property : call },
    receiver: receiverOf(module, root),
  };
}

function isPath(node: Node): boolean {
  return (
    ["StringLiteral", "TemplateLiteral", "RegExpLiteral"].includes(node.type) ||
    node.type === "BinaryExpression" ||
    (node.type === "ArrayExpression" &&
      node.elements[0]?.type === "StringLiteral")
  );
}

/** The app at the beginning of `app.use(a).use(b)` or `router.route("/x").get(a).post(b)`, and that path. */
function chainOf(callee: MemberNode): { root: Node; path?: string } {
  let root = unwrap(callee.object);
  let path: string | undefined;
  while (root.type === "CallExpression" && isMember(root.callee)) {
    const key = keyOf(root.callee) ?? "";
    const [first] = root.arguments;
    if (key === "route" && first?.type === "StringLiteral") path = first.value;
    else if (!methods.test(key)) break;
    root = unwrap(root.callee.object);
  }
  return path === undefined ? { root } : { root, path };
}

function isApp(module: Module, root: Node): boolean {
  const value = evaluate({ module, node: root });
  if (value.some(isExternal(/^(?:new )?express(?:\.Router)?\(\)/))) return true;
  return value.every(isOpen) && appName.test(lastName(root) ?? "");
}

/** What an app or router is known by: the call that made it, else its variable. */
export function receiverOf(
  module: Module,
  root: Node,
): Binding | Node | undefined {
  for (const { what } of evaluate({ module, node: root })) {
    if (what.kind === "external" && what.call) return what.call.node;
  }
  if (root.type !== "Identifier") return undefined;
  return bindingOf(module.scopes, root.name, root);
}

/** Routes that change something. */
export function isStateChanging({ method }: Registration): boolean {
  return /^(?:post|put|patch|delete|del)$/.test(method);
}

/** The code of the handlers and of the project's functions that they call. */
export function handlerCode({ module, handlers }: Registration): string {
  return handlers
    .flatMap((node) => [{ module, node }, ...reachedFrom({ module, node })])
    .map(codeOf)
    .join("\n");
}
