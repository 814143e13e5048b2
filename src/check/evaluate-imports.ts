import { bindingOf, type MemberWrite } from "./bindings.ts";
import { conditionOf } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { memberOf } from "./evaluate-members.ts";
import { evaluateBinding } from "./evaluate-names.ts";
import { jsonValue } from "./json-value.ts";
import type { ExportSource, Module } from "./module.ts";
import { withEntries, writtenEntries } from "./objects.ts";
import { resolveImport } from "./resolve-import.ts";
import {
  beside,
  isMissing,
  one,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** What `import name from source` gives; `*` for all of it, `=` for what `require` gives. */
export function importedValue(
  module: Module,
  source: string,
  name: string,
): Value {
  const found = resolveImport(module, source);
  if (found.kind === "nothing") return unknown;
  if (found.kind === "package") {
    const whole = one({ kind: "external", name: found.name });
    return name === "*" || name === "=" ? whole : memberOf(whole, name);
  }
  if (found.kind === "json") {
    const whole = jsonValue(found.content);
    const isWhole = ["*", "=", "default"].includes(name);
    return isWhole ? whole : memberOf(whole, name);
  }
  const { target } = found;
  if (name === "=" || name === "*") return moduleValue(target);
  return exportedValue(target, name);
}

/** What `require` of a file of the project gives. */
function moduleValue(target: Module): Value {
  return isScript(target)
    ? scriptExports(target)
    : one({ kind: "namespace", module: target });
}

function isScript({ exportWrites, exports }: Module): boolean {
  return exportWrites.length > 0 || exports.has("=");
}

/** One export of a file; `default` also stands for all that a script exports. */
export function exportedValue(target: Module, name: string): Value {
  const source = target.exports.get(name);
  if (source) return sourceValue(target, source);
  if (isScript(target)) {
    const whole = scriptExports(target);
    const member = memberOf(whole, name);
    const isWhole = name === "default" && member.every((part) => !part.option);
    return isWhole ? whole : member;
  }
  for (const star of target.starExports) {
    const value = importedValue(target, star, name);
    const isThere = value.some(
      (part) => part.what.kind !== "unknown" && !isMissing(part),
    );
    if (isThere) return value;
  }
  return unknown;
}

function sourceValue(target: Module, source: ExportSource): Value {
  if ("from" in source) return importedValue(target, source.from, source.name);
  if ("node" in source) return evaluate({ node: source.node, module: target });
  const binding = bindingOf(target.scopes, source.local, target.program);
  return binding ? evaluateBinding({ module: target }, binding) : unknown;
}

/** `module.exports = …`, then what is written into it. */
function scriptExports(target: Module): Value {
  const assigned = target.exports.get("=");
  let whole: Value = assigned ? sourceValue(target, assigned) : [];
  const isWhole = ({ keys, spread }: MemberWrite) =>
    keys?.length === 0 && !spread;
  for (const { value, at } of target.exportWrites.filter(isWhole)) {
    const when = conditionOf({ module: target, node: at });
    if (!when) continue;
    const next = under(when, evaluate({ node: value, module: target }));
    whole = union(beside(when, whole), next);
  }
  const writes = target.exportWrites.filter((write) => !isWhole(write));
  if (whole.length === 0) whole = one({ kind: "object", entries: [] });
  return withEntries(
    whole,
    writtenEntries(writes, target, undefined, undefined),
  );
}
