import type * as t from "@babel/types";
import {
  byName,
  choose,
  comparedTo,
  isEnvironment,
  trueInDevelopment,
  trueInProduction,
} from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import {
  calculate,
  combineLiterals,
  mapLiterals,
  singleLiteral,
} from "./literals.ts";
import type { Term } from "./module.ts";
import { truthiness } from "./truthiness.ts";
import {
  isMissing,
  literal,
  type Possibility,
  sometimes,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** `a || b`, `a ?? b`, `a && b`: each possibility of the left decides for itself. */
export function evaluateLogical(
  term: Term,
  { left, operator, right }: t.LogicalExpression,
): Value {
  const first = byName(evaluate({ ...term, node: left }), left);
  const second = () => evaluate({ ...term, node: right });
  if (first.length === 0) return under(sometimes, second());
  const parts = first.map((possibility): Value => {
    const isKept = keepsLeft(operator, possibility);
    if (isKept === undefined) {
      const perhaps = under(sometimes, [possibility]);
      return [
        ...perhaps,
        ...under(possibility.when, under(sometimes, second())),
      ];
    }
    return isKept ? [possibility] : under(possibility.when, second());
  });
  return union(...parts);
}

function keepsLeft(operator: string, possibility: Possibility) {
  const isTrue = truthiness(possibility);
  if (operator === "||") return isTrue;
  if (operator === "&&") return isTrue === undefined ? undefined : !isTrue;
  const { what } = possibility;
  if (what.kind === "literal")
    return what.value !== null && !isMissing(possibility);
  return isTrue;
}

export function evaluateConditional(
  term: Term,
  { test, consequent, alternate }: t.ConditionalExpression,
): Value {
  return choose(
    { ...term, node: test },
    () => evaluate({ ...term, node: consequent }),
    () => evaluate({ ...term, node: alternate }),
  );
}

export function evaluateUnary(
  term: Term,
  { operator, argument }: t.UnaryExpression,
): Value {
  const value = evaluate({ ...term, node: argument });
  if (operator === "void") return literal(undefined, term);
  if (operator === "-" || operator === "+") {
    return mapLiterals(value, (inner) =>
      operator === "-" ? -Number(inner) : Number(inner),
    );
  }
  if (operator !== "!") return unknown;
  return byName(value, argument).map((possibility) => {
    const isTrue = truthiness(possibility);
    if (isTrue === undefined)
      return { ...possibility, what: { kind: "unknown" } };
    return { ...possibility, what: { kind: "literal", value: !isTrue } };
  });
}

export function evaluateBinary(term: Term, node: t.BinaryExpression): Value {
  const left = evaluate({ ...term, node: node.left });
  const right = evaluate({ ...term, node: node.right });
  if (/^[!=]==?$/.test(node.operator)) {
    return evaluateEquality(node, left, right);
  }
  const time = [left, right].find((value) => value.some(isTime));
  if (time) return time.filter(isTime);
  return combineLiterals(left, right, (a, b) =>
    calculate(node.operator, a, b),
  ).map((part) => ({ ...part, source: term }));
}

function evaluateEquality(
  node: t.BinaryExpression,
  left: Value,
  right: Value,
): Value {
  const isEqual = !node.operator.startsWith("!");
  const tested = testedEnvironment(node, left, right);
  if (tested) {
    const isProduction = (tested === trueInProduction) === isEqual;
    return isProduction ? trueInProduction : trueInDevelopment;
  }
  return combineLiterals(left, right, (a, b) => (a === b) === isEqual);
}

function testedEnvironment(
  node: t.BinaryExpression,
  left: Value,
  right: Value,
): Value | undefined {
  // A laptop is where nobody sets it.
  const compared = (other: Value) =>
    other.length > 0 && other.every(isMissing)
      ? trueInDevelopment
      : comparedTo(singleLiteral(other)?.value);
  if (isEnvironment(left, node.left)) return compared(right);
  return isEnvironment(right, node.right) ? compared(left) : undefined;
}

/** A point in time stays one when something is added. */
const isTime = isExternal(/^(?:new Date|Date\.now)\(\)/);

/** A template without anything but literals in it is a literal. */
export function evaluateTemplate(term: Term, node: t.TemplateLiteral): Value {
  let value = literal(node.quasis[0]?.value.cooked ?? "", term);
  for (const [index, expression] of node.expressions.entries()) {
    const inner = evaluate({ ...term, node: expression });
    const rest = literal(node.quasis[index + 1]?.value.cooked ?? "", term);
    value = combineLiterals(value, inner, (a, b) => `${a}${b}`);
    value = combineLiterals(value, rest, (a, b) => `${a}${b}`);
  }
  return value;
}
