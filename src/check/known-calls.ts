import { memberPath } from "./bindings.ts";
import { comparedTo } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import type { Term } from "./module.ts";
import { merged } from "./objects.ts";
import { type CallNode, isMember, keyOf, type Node, unwrap } from "./syntax.ts";
import type { Value } from "./value.ts";

const sameThing =
  /^(?:Object\.(?:freeze|seal)|Promise\.resolve|structuredClone|__import(?:Default|Star)|_?interopRequire(?:Default|Wildcard)|cloneDeep)$/;
const objectsTogether =
  /^(?:Object\.assign|(?:_|lodash)\.(?:merge|extend|assign|defaultsDeep)|merge|deepmerge)$/;
const conversions = /^(?:String|Number|Boolean|parseInt|parseFloat)$/;
const literalMethods = /^(?:toString|trim|toLowerCase|toUpperCase|valueOf)$/;

/** Calls that give back what they are given, or are simple enough to be known. */
export function knownCall(term: Term, node: CallNode): Value | undefined {
  const name = dottedName(node.callee);
  const [first] = node.arguments;
  const value = (inner: Node) => evaluate({ ...term, node: inner });
  if (name && first) {
    if (sameThing.test(name)) return value(first);
    if (objectsTogether.test(name)) {
      return merged(
        node.arguments.map((arg) => () => value(spreadOf(arg))),
        term,
      );
    }
    if (conversions.test(name)) return converted(name, value(first));
  }
  if (!isMember(node.callee)) return undefined;
  const key = keyOf(node.callee) ?? "";
  if (key === "includes" && first)
    return includesEnvironment(term, node.callee.object, first);
  const object = node.callee.object;
  if (!literalMethods.test(key) || node.arguments.length > 0) return undefined;
  const inner = value(object);
  return inner.every(({ what }) => what.kind === "literal") ? inner : undefined;
}

function spreadOf(node: Node): Node {
  return node.type === "SpreadElement" ? node.argument : node;
}

function converted(name: string, value: Value): Value {
  return value.map((part) => {
    const { what } = part;
    if (what.kind === "external") return { ...part, what: { kind: "unknown" } };
    if (what.kind !== "literal") return part;
    const changed =
      name === "String"
        ? String(what.value)
        : name === "Boolean"
          ? Boolean(what.value)
          : Number(what.value);
    return { ...part, what: { kind: "literal", value: changed } };
  });
}

/** `["production", "staging"].includes(process.env.NODE_ENV)` */
function includesEnvironment(
  term: Term,
  array: Node,
  argument: Node,
): Value | undefined {
  const [list] = evaluate({ ...term, node: array });
  if (list?.what.kind !== "array") return undefined;
  const [word] = list.what.elements()[0] ?? [];
  if (word?.what.kind !== "literal") return undefined;
  const value = evaluate({ ...term, node: argument });
  const isEnvironment = value.some(isExternal(/^process\.env\.\w*ENV/));
  return isEnvironment ? comparedTo(word.what.value) : undefined;
}

/** `a.b` as it is written. */
function dottedName(node: Node): string | undefined {
  const { root, keys } = memberPath(unwrap(node));
  return root.type === "Identifier" && keys
    ? [root.name, ...keys].join(".")
    : undefined;
}
