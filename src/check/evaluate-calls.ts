import { bindingOf } from "./bindings.ts";
import { conditionOf } from "./conditions.ts";
import { configuredValue } from "./configured.ts";
import { evaluate } from "./evaluate.ts";
import { importedValue } from "./evaluate-imports.ts";
import { knownCall } from "./known-calls.ts";
import { singleLiteral } from "./literals.ts";
import type { Frame, Term } from "./module.ts";
import type { CallNode } from "./syntax.ts";
import {
  beside,
  type FunctionValue,
  literal,
  one,
  type Possibility,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** What a call gives: the returned values of a function of the project, or something from outside. */
export function evaluateCall(term: Term, node: CallNode): Value {
  const required = requiredValue(term, node);
  if (required) return required;
  const known = knownCall(term, node);
  if (known) return known;
  const callee = evaluate({ ...term, node: node.callee });
  return union(
    ...callee.map((possibility) =>
      under(possibility.when, callOf(term, node, possibility)),
    ),
  );
}

function callOf(term: Term, node: CallNode, { what }: Possibility): Value {
  const { module, frame } = term;
  if (what.kind === "class") {
    return one({ ...what, kind: "instance" }, term);
  }
  if (what.kind === "function") {
    return node.type === "NewExpression" ? unknown : returned(term, node, what);
  }
  if (what.kind !== "external") return unknown;
  const isNew = node.type === "NewExpression";
  const name = isNew ? `new ${what.name}()` : `${what.name}()`;
  const value = one(
    { kind: "external", name, call: { node, module, frame } },
    term,
  );
  return configuredValue(term, node, name) ?? value;
}

/** What the function returns when it is called with these arguments. */
function returned(term: Term, call: CallNode, fn: FunctionValue): Value {
  for (let at = term.frame, hops = 0; at; at = at.outer) {
    if (at.fn === fn.node || ++hops > 8) return unknown;
  }
  const { node, module } = fn;
  const args = call.arguments.map(
    (arg) => () => evaluate({ ...term, node: arg }),
  );
  const frame: Frame = { fn: node, args, outer: fn.frame ?? term.frame };
  if (node.generator) return unknown;
  if (node.body.type !== "BlockStatement") {
    return evaluate({ node: node.body, module, frame });
  }
  let value: Value = literal(undefined);
  for (const statement of module.returns.get(node) ?? []) {
    const { argument } = statement;
    const when = conditionOf({ module, node: statement, frame });
    if (!when || !argument) continue;
    const next = under(when, evaluate({ node: argument, module, frame }));
    value = union(beside(when, value), next);
  }
  return value;
}

/** `require("x")`, `import("x")`. */
function requiredValue(term: Term, node: CallNode): Value | undefined {
  const [argument] = node.arguments;
  const { callee } = node;
  const isImport = callee.type === "Import";
  const isRequire = callee.type === "Identifier" && callee.name === "require";
  if (!argument || !(isImport || isRequire)) return undefined;
  if (isRequire && bindingOf(term.module.scopes, "require", node)) {
    if (!/createRequire/.test(term.module.text)) return undefined;
  }
  const value = singleLiteral(evaluate({ ...term, node: argument }))?.value;
  if (typeof value !== "string") return unknown;
  return importedValue(term.module, value, isImport ? "*" : "=");
}
