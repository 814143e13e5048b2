import type * as t from "@babel/types";
import { truthOf } from "./environment.ts";
import type { Term } from "./module.ts";
import { isFunction, type Node, parentOf } from "./syntax.ts";
import { always, both, sometimes, type When } from "./value.ts";

/**
 * When a statement or expression is reached, once the function around it runs: always, only in production, only in
 * development, or perhaps. Undefined: never.
 */
export function conditionOf(term: Term): When | undefined {
  let when: When | undefined = always;
  let node = term.node;
  let above = parentOf(node);
  while (when && above && !isFunction(above)) {
    const here = conditionIn({ ...term, node: above }, node);
    when = here && both(when, here);
    node = above;
    above = parentOf(above);
  }
  return when;
}

function conditionIn(term: Term, child: Node): When | undefined {
  const { node } = term;
  const given = (test: Node, truth: boolean) =>
    truthOf({ ...term, node: test }, truth);
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
      if (child === node.test) return always;
      return given(node.test, child === node.consequent);
    case "LogicalExpression":
      if (child === node.left) return always;
      if (node.operator === "??") return sometimes;
      return given(node.left, node.operator === "&&");
    case "SwitchCase":
      return child === node.test ? always : caseCondition(term, node);
    case "CatchClause":
      return sometimes;
    case "BlockStatement":
    case "Program":
      return afterReturns(term, node, child);
    default:
      return always;
  }
}

/** What comes after `if (test) return` is reached only without the test. */
function afterReturns(
  term: Term,
  block: t.BlockStatement | t.Program,
  child: Node,
): When | undefined {
  let when: When | undefined = always;
  for (const statement of block.body) {
    if (statement === child || !when) break;
    if (statement.type !== "IfStatement" || statement.alternate) continue;
    if (!leaves(statement.consequent)) continue;
    const otherwise = truthOf({ ...term, node: statement.test }, false);
    // A test that cannot be seen, such as one for errors, is no reason to doubt all that follows.
    if (!otherwise) return undefined;
    if (otherwise.in !== "any") when = both(when, otherwise);
  }
  return when;
}

function leaves(node: Node): boolean {
  if (node.type === "BlockStatement") {
    const last = node.body.at(-1);
    return last !== undefined && leaves(last);
  }
  return node.type === "ReturnStatement" || node.type === "ThrowStatement";
}

function caseCondition(term: Term, node: t.SwitchCase): When | undefined {
  const above = parentOf(node);
  if (above?.type !== "SwitchStatement" || !node.test) return sometimes;
  const test: t.BinaryExpression = {
    ...{ type: "BinaryExpression", operator: "===" },
    ...{ left: above.discriminant, right: node.test },
  };
  return truthOf({ ...term, node: test }, true);
}
