import { posix } from "node:path";
import { step } from "./budget.ts";
import { type Binding, bindingOf, type Definition } from "./bindings.ts";
import { conditionOf } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { importedValue } from "./evaluate-imports.ts";
import { memberOf } from "./evaluate-members.ts";
import { parameterValue } from "./evaluate-parameters.ts";
import { isOpen } from "./external.ts";
import type { Frame, Module, Term } from "./module.ts";
import { withEntries, writtenEntries } from "./objects.ts";
import { insideProject } from "./resolve-import.ts";
import { ancestor, type FunctionNode, isFunction } from "./syntax.ts";
import {
  always,
  beside,
  both,
  isMissing,
  literal,
  one,
  type Possibility,
  sometimes,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** What lies outside of every project and matters to sessions. */
const globals = new Set([
  ...[
    "process",
    "Date",
    "Math",
    "crypto",
    "Buffer",
    "Object",
    "JSON",
    "Promise",
  ],
  ...["Number", "String", "Boolean", "parseInt", "parseFloat", "Bun", "Deno"],
  ...["require", "module", "exports"],
]);

/** What a name means where it is used. */
export function evaluateName(term: Term, name: string): Value {
  const { module, node } = term;
  const binding = bindingOf(module.scopes, name, node);
  if (binding) return evaluateBinding(term, binding);
  if (name === "undefined") return literal(undefined, term);
  if (name === "__dirname") {
    return literal(insideProject(posix.dirname(module.file)), term);
  }
  if (name === "Infinity" || name === "NaN") return literal(Number(name), term);
  return globals.has(name) ? one({ kind: "external", name }, term) : unknown;
}

/** Variables whose value is being found out, and what is known of it so far. */
const inProgress = new Map<Binding, Value>();

/** All values a variable is given, and what is written into them. `x = x || …` starts from what `x` was. */
export function evaluateBinding(
  place: { module: Module; frame?: Frame | undefined },
  binding: Binding,
): Value {
  const soFar = inProgress.get(binding);
  if (soFar) return soFar;
  inProgress.set(binding, []);
  try {
    return step(() => valuesOf(place, binding), unknown);
  } finally {
    inProgress.delete(binding);
  }
}

function valuesOf(
  { module, frame }: { module: Module; frame?: Frame | undefined },
  binding: Binding,
): Value {
  let value: Value = [];
  const home = isFunction(binding.scope)
    ? binding.scope
    : ancestor(binding.scope, isFunction);
  for (const definition of binding.definitions) {
    const when = whenDefined(module, definition, home);
    if (!when) continue;
    const next = under(when, definedValue(module, frame, definition));
    value = union(beside(when, value), next);
    inProgress.set(binding, value);
  }
  const entries = writtenEntries(binding.writes, module, frame, home);
  return withEntries(value, entries);
}

function whenDefined(
  module: Module,
  { at, from }: Definition,
  home: FunctionNode | undefined,
) {
  const isDeclared = at.type !== "AssignmentExpression";
  if (isDeclared) return always;
  const when = conditionOf({ module, node: at });
  const isElsewhere = ancestor(at, isFunction) !== home;
  const isPartial = at.operator !== "=" || isElsewhere || from.kind !== "value";
  return when && isPartial ? both(when, sometimes) : when;
}

function definedValue(
  module: Module,
  frame: Frame | undefined,
  { from, steps }: Definition,
): Value {
  let value = sourceValue(module, frame, from);
  for (const { key, fallback } of steps) {
    if (key !== undefined) value = memberOf(value, key);
    if (!fallback) continue;
    const other = () => evaluate({ node: fallback, module, frame });
    value = union(...value.map((part) => withFallback(part, other)));
  }
  return value;
}

/** A default stands in for undefined, and perhaps for what cannot be seen. */
function withFallback(part: Possibility, other: () => Value): Value {
  if (isMissing(part)) return under(part.when, other());
  if (!isOpen(part)) return [part];
  return union(under(sometimes, [part]), under(sometimes, other()));
}

function sourceValue(
  module: Module,
  frame: Frame | undefined,
  from: Definition["from"],
): Value {
  if (from.kind === "value")
    return evaluate({ node: from.node, module, frame });
  if (from.kind === "import")
    return importedValue(module, from.source, from.name);
  if (from.kind === "parameter") {
    return parameterValue(module, frame, from.fn, from.index);
  }
  return from.kind === "none" ? literal(undefined) : unknown;
}
