import { step } from "./budget.ts";
import { evaluateCall } from "./evaluate-calls.ts";
import { thisValue } from "./class-values.ts";
import { evaluateMember } from "./evaluate-members.ts";
import { evaluateName } from "./evaluate-names.ts";
import {
  evaluateBinary,
  evaluateConditional,
  evaluateLogical,
  evaluateTemplate,
  evaluateUnary,
} from "./evaluate-operators.ts";
import type { Term } from "./module.ts";
import { objectEntries } from "./objects.ts";
import { isCall, isFunction, isMember, type Node, unwrap } from "./syntax.ts";
import { literal, one, unknown, type Value } from "./value.ts";

/** Values by node, for expressions outside of a call that is being followed. */
const known = new WeakMap<Node, Value>();

/**
 * What an expression may be at run time, as far as the code of the project shows it, without running any of it.
 * Whatever cannot be seen is `unknown`.
 */
export function evaluate(term: Term): Value {
  const node = unwrap(term.node);
  const isShared = term.frame === undefined;
  const cached = isShared ? known.get(node) : undefined;
  if (cached) return cached;
  // A value that depends on itself is unknown.
  if (isShared) known.set(node, unknown);
  const value = step(() => evaluateNode({ ...term, node }), unknown);
  if (isShared) known.set(node, value);
  return value;
}

function evaluateNode(term: Term): Value {
  const { node } = term;
  if (isCall(node)) return evaluateCall(term, node);
  if (isMember(node)) return evaluateMember(term, node);
  if (isFunction(node)) {
    const { module, frame } = term;
    return one({ kind: "function", node, module, frame }, term);
  }
  switch (node.type) {
    case "Identifier":
      return evaluateName(term, node.name);
    case "StringLiteral":
    case "NumericLiteral":
    case "BooleanLiteral":
      return literal(node.value, term);
    case "NullLiteral":
      return literal(null, term);
    case "ObjectExpression":
      return one({ kind: "object", entries: objectEntries(term, node) }, term);
    case "LogicalExpression":
      return evaluateLogical(term, node);
    case "ConditionalExpression":
      return evaluateConditional(term, node);
    default:
      return evaluateRest(term);
  }
}

function evaluateRest(term: Term): Value {
  const { node } = term;
  switch (node.type) {
    case "ArrayExpression": {
      const elements = () =>
        node.elements.map((element) =>
          element ? evaluate({ ...term, node: element }) : unknown,
        );
      return one({ kind: "array", elements }, term);
    }
    case "TemplateLiteral":
      return evaluateTemplate(term, node);
    case "BinaryExpression":
      return evaluateBinary(term, node);
    case "UnaryExpression":
      return evaluateUnary(term, node);
    case "AssignmentExpression":
      return evaluate({ ...term, node: node.right });
    case "ThisExpression":
      return thisValue(term);
    case "ClassDeclaration":
    case "ClassExpression":
      return one({ kind: "class", node, module: term.module }, term);
    default:
      return unknown;
  }
}
