import type * as t from "@babel/types";
import type { Module } from "../module.ts";
import { rangeOf } from "../ranges.ts";
import { optionOf } from "../sessions.ts";
import { isCall, isMember, keyOf, type Node, unwrap } from "../syntax.ts";
import {
  codeOf,
  type Fixer,
  hasKey,
  onlyLiteral,
  propertyAt,
  writtenElsewhere,
} from "./fixer.ts";

/** `expires: new Date(Date.now() + x)` to `maxAge: x`. */
export const expiresToMaxAge: Fixer = ({ session, place }) => {
  const property = propertyAt(place);
  const cookie = onlyLiteral(optionOf(session, "cookie"));
  if (!property || !cookie) return writtenElsewhere;
  if (hasKey(cookie, "maxAge")) {
    return { refused: "there is a `maxAge` as well; remove one of them" };
  }
  const duration = durationIn(place.module, property.value);
  if (duration === undefined) {
    return { refused: "how long it is to last cannot be seen in it" };
  }
  const edit = { ...rangeOf(property), text: `maxAge: ${duration}` };
  return { file: place.module.file, edits: [edit] };
};

/** The code of the duration in a time that is reckoned from now; undefined where there is none. */
export function durationIn(module: Module, value: Node): string | undefined {
  const node = unwrap(value);
  if (node.type === "NumericLiteral") return codeOf(module, node);
  const [first, ...rest] = summandsOf(isDate(node) ? node.arguments[0] : node);
  const last = rest.at(-1);
  if (!first || !rest[0] || !last || !isNow(first)) return undefined;
  return module.text.slice(rangeOf(rest[0]).start, rangeOf(last).end);
}

/** `a + b + c` in order. */
function summandsOf(node: Node | undefined): Node[] {
  if (!node) return [];
  const isSum = node.type === "BinaryExpression" && node.operator === "+";
  return isSum ? [...summandsOf(node.left), node.right] : [node];
}

/** `Date.now()`, `+new Date()`, `new Date().getTime()`. */
function isNow(node: Node): boolean {
  if (node.type === "UnaryExpression" && node.operator === "+") {
    return isDate(node.argument) && node.argument.arguments.length === 0;
  }
  if (!isCall(node) || !isMember(node.callee)) return false;
  const { object } = node.callee;
  const method = keyOf(node.callee);
  if (method === "now")
    return object.type === "Identifier" && object.name === "Date";
  const isTime = method === "getTime" || method === "valueOf";
  return isTime && isDate(object) && object.arguments.length === 0;
}

function isDate(node: Node): node is t.NewExpression {
  return (
    node.type === "NewExpression" &&
    node.callee.type === "Identifier" &&
    node.callee.name === "Date"
  );
}
