import { callsOf } from "./call-sites.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame, Module } from "./module.ts";
import type { FunctionNode } from "./syntax.ts";
import {
  literal,
  sometimes,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** The argument of the call that is being followed, else of all calls of the function in the project. */
export function parameterValue(
  module: Module,
  frame: Frame | undefined,
  fn: FunctionNode,
  index: number,
): Value {
  for (let at = frame; at; at = at.outer) {
    if (at.fn === fn) return at.args[index]?.() ?? literal(undefined);
  }
  const calls = callsOf(module, fn);
  if (calls.length === 0) return unknown;
  const values = calls.map(({ node, ...place }) => {
    const arg = node.arguments[index];
    const isSpread = node.arguments.some(
      ({ type }) => type === "SpreadElement",
    );
    if (isSpread) return unknown;
    return arg ? evaluate({ ...place, node: arg }) : literal(undefined);
  });
  const isOne = calls.length === 1;
  return union(
    ...values.map((value) => (isOne ? value : under(sometimes, value))),
  );
}
