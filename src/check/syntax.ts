import type * as t from "@babel/types";

export type Node = t.Node;

/** The parent stands in the place of `loc`: lines take most of the memory of a tree, and can be had from the offsets. */
type Notes = { loc?: Node };

/** Neither children nor anything a rule asks for. */
const notChildren = new Set([
  ...["loc", "extra", "errors", "comments", "range"],
  ...["typeAnnotation", "returnType", "typeParameters", "typeArguments"],
  ...["superTypeParameters", "implements", "predicate"],
]);

/** Types say nothing about what runs; these wrap or hold something that does. */
const typesThatRun = new Set([
  ...["TSAsExpression", "TSSatisfiesExpression", "TSTypeAssertion"],
  ...["TSNonNullExpression", "TSExportAssignment", "TSParameterProperty"],
  ...["TSImportEqualsDeclaration", "TSExternalModuleReference"],
  ...["TSModuleDeclaration", "TSModuleBlock", "TSInstantiationExpression"],
]);

/** The nodes directly below one, in the order of the text, without those that are only types. */
function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key in node) {
    const value: unknown = node[key as keyof Node];
    if (typeof value !== "object" || value === null) continue;
    if (notChildren.has(key)) continue;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    for (const one of list) if (isRunning(one)) children.push(one);
  }
  return children;
}

function isRunning(value: unknown): value is Node {
  const type = (value as Partial<Node> | null)?.type;
  if (typeof type !== "string") return false;
  const isType = type.charCodeAt(0) === 84 && type.charCodeAt(1) === 83;
  return !isType || typesThatRun.has(type);
}

/** Visits a node and all below it, in the order of the text. Without recursion, so that deep nesting is no danger. */
export function walk(
  root: Node,
  visit: (node: Node, children: readonly Node[]) => void,
): void {
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const children = childrenOf(node);
    visit(node, children);
    for (let i = children.length - 1; i >= 0; i--) {
      waiting.push(children[i] as Node);
    }
  }
}

export const parentOf = (node: Node): Node | undefined => (node as Notes).loc;

export function setParent(node: Node, parent: Node): void {
  (node as Notes).loc = parent;
}

/** The nearest node above that `is` accepts. */
export function ancestor<Found extends Node>(
  node: Node,
  is: (node: Node) => node is Found,
): Found | undefined {
  let above = parentOf(node);
  while (above && !is(above)) above = parentOf(above);
  return above;
}

export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression" ||
    node.type === "ObjectMethod" ||
    node.type === "ClassMethod" ||
    node.type === "ClassPrivateMethod"
  );
}

export type CallNode =
  t.CallExpression | t.OptionalCallExpression | t.NewExpression;

export function isCall(node: Node): node is CallNode {
  return (
    node.type === "CallExpression" ||
    node.type === "OptionalCallExpression" ||
    node.type === "NewExpression"
  );
}

export type MemberNode = t.MemberExpression | t.OptionalMemberExpression;

export function isMember(node: Node): node is MemberNode {
  return (
    node.type === "MemberExpression" || node.type === "OptionalMemberExpression"
  );
}

/** The expression without types, brackets and `await` around it: what it is at run time. */
export function unwrap(node: Node): Node {
  let inner = node;
  for (;;) {
    if (
      inner.type === "TSAsExpression" ||
      inner.type === "TSSatisfiesExpression" ||
      inner.type === "TSTypeAssertion" ||
      inner.type === "TSNonNullExpression" ||
      inner.type === "TSInstantiationExpression" ||
      inner.type === "ParenthesizedExpression" ||
      inner.type === "TypeCastExpression"
    ) {
      inner = inner.expression;
    } else if (inner.type === "AwaitExpression") inner = inner.argument;
    else if (inner.type === "SequenceExpression") {
      inner = inner.expressions.at(-1) ?? inner.expressions[0] ?? inner;
    } else return inner;
  }
}

/** The name that a property or member is written with, when it is written and not computed. */
export function keyOf(
  node: MemberNode | t.ObjectProperty | t.ObjectMethod | t.ClassMethod,
): string | undefined {
  const key = node.type.endsWith("MemberExpression")
    ? (node as MemberNode).property
    : (node as t.ObjectProperty).key;
  if (key.type === "StringLiteral") return key.value;
  if (key.type === "NumericLiteral") return String(key.value);
  if (node.computed) return undefined;
  return key.type === "Identifier" ? key.name : undefined;
}
