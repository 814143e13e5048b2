import { evaluate } from "./evaluate.ts";
import type { Place } from "./module.ts";
import { contains } from "./ranges.ts";
import { isFunction, type Node } from "./syntax.ts";

/** Calls of calls of calls: further than that a handler is hard to follow for people too. */
const furthest = 3;
const mostFunctions = 40;

/** The functions of the project that an expression names, and those that they call. */
export function reachedFrom(place: Place): Place[] {
  const found = new Map<Node, Place>();
  let edge = [...functionsOf(place), ...calledIn(place)];
  for (let hop = 0; hop < furthest && found.size < mostFunctions; hop++) {
    const fresh = edge.filter(({ node }) => !found.has(node));
    for (const fn of fresh) found.set(fn.node, fn);
    edge = fresh.flatMap(calledIn);
  }
  return [...found.values()];
}

function functionsOf(place: Place): Place[] {
  return evaluate(place).flatMap(({ what }) =>
    what.kind === "function" ? [{ module: what.module, node: what.node }] : [],
  );
}

/** The functions that are called, or given to a call, in a piece of code. */
function calledIn({ module, node }: Place): Place[] {
  const calls = module.calls.filter((call) => contains(node, call));
  return calls.flatMap((call) => {
    const given = call.arguments.filter(({ type }) =>
      /Identifier|Member/.test(type),
    );
    return [call.callee, ...given].flatMap((inner) => {
      const isInline = isFunction(inner) || inner.type === "Import";
      return isInline ? [] : functionsOf({ module, node: inner });
    });
  });
}
