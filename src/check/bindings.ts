import type * as t from "@babel/types";
import {
  ancestor,
  type FunctionNode,
  isFunction,
  isMember,
  keyOf,
  type Node,
  parentOf,
  unwrap,
} from "./syntax.ts";

/** One way into a value: a property's name (none: the value as it is) and what stands in when that is undefined. */
export interface Step {
  readonly key?: string | undefined;
  readonly fallback?: Node | undefined;
}

/** One thing that gives a variable its value. */
export interface Definition {
  readonly from:
    | { readonly kind: "value"; readonly node: Node }
    | {
        readonly kind: "import";
        readonly source: string;
        readonly name: string;
      }
    | {
        readonly kind: "parameter";
        readonly fn: FunctionNode;
        readonly index: number;
      }
    | { readonly kind: "unknown" }
    /** `let x;` */
    | { readonly kind: "none" };
  /** How a destructuring pattern reaches into it. */
  readonly steps: readonly Step[];
  /** The declaration or assignment. */
  readonly at: Node;
}

/** `sess.cookie.secure = true`, or `Object.assign(sess.cookie, …)` with `spread`. */
export interface MemberWrite {
  /** Undefined where a name is computed. */
  readonly keys: readonly string[] | undefined;
  readonly value: Node;
  readonly at: Node;
  readonly spread: boolean;
}

/** A declared name and all that is written to it or into it. */
export interface Binding {
  readonly name: string;
  /** The node that opens the scope of the name. */
  readonly scope: Node;
  readonly definitions: Definition[];
  readonly writes: MemberWrite[];
}

export type Scopes = Map<Node, Map<string, Binding>>;

/** The binding that a name means at a node. */
export function bindingOf(
  scopes: ReadonlyMap<Node, ReadonlyMap<string, Binding>>,
  name: string,
  node: Node,
): Binding | undefined {
  let above: Node | undefined = node;
  while (above) {
    const binding = scopes.get(above)?.get(name);
    if (binding) return binding;
    above = parentOf(above);
  }
  return undefined;
}

/** Notes every name that a pattern declares or assigns to. */
export function definePattern(
  pattern: Node,
  definition: Definition,
  define: (name: string, definition: Definition) => void,
): void {
  const { steps } = definition;
  const inner = (target: Node, step: Step) =>
    definePattern(target, { ...definition, steps: [...steps, step] }, define);
  if (pattern.type === "Identifier") define(pattern.name, definition);
  else if (pattern.type === "AssignmentPattern") {
    inner(pattern.left, { fallback: pattern.right });
  } else if (pattern.type === "ObjectPattern") {
    for (const property of pattern.properties) {
      if (property.type === "RestElement") inner(property.argument, {});
      else inner(property.value, { key: keyOf(property) ?? "*" });
    }
  } else if (pattern.type === "ArrayPattern") {
    for (const [index, element] of pattern.elements.entries()) {
      if (element) inner(element, { key: String(index) });
    }
  } else if (pattern.type === "TSParameterProperty") {
    definePattern(pattern.parameter, definition, define);
  }
}

/** The node whose scope a declaration of this kind belongs to. */
export function scopeFor(node: Node, kind: "var" | "block"): Node {
  const opensVar = (above: Node): boolean =>
    isFunction(above) ||
    above.type === "Program" ||
    above.type === "StaticBlock" ||
    above.type === "TSModuleBlock";
  const opensBlock = (above: Node): boolean =>
    opensVar(above) ||
    above.type === "BlockStatement" ||
    above.type === "CatchClause" ||
    above.type === "SwitchStatement" ||
    /^For.*Statement$/.test(above.type);
  const opens = kind === "var" ? opensVar : opensBlock;
  return ancestor(node, (above): above is Node => opens(above)) ?? node;
}

/** The names from the root of `a.b.c` down, and the root itself; `a` alone is its own root. */
export function memberPath(node: Node): {
  root: Node;
  keys: string[] | undefined;
} {
  const keys: (string | undefined)[] = [];
  let inner = node;
  while (isMember(inner)) {
    keys.unshift(keyOf(inner));
    inner = unwrap(inner.object);
  }
  const isWritten = (key: string | undefined) => key !== undefined;
  return { root: inner, keys: keys.every(isWritten) ? keys : undefined };
}

/** The class or plain function that `this` belongs to. */
export function ownerOfThis(node: Node): t.Class | FunctionNode | undefined {
  const isOwner = (above: Node): above is t.Class | FunctionNode =>
    above.type === "ClassDeclaration" ||
    above.type === "ClassExpression" ||
    above.type === "FunctionDeclaration" ||
    above.type === "FunctionExpression";
  return ancestor(node, isOwner);
}
