import type { Binding } from "../bindings.ts";
import { codeOf } from "../code-text.ts";
import { evaluateBinding } from "../evaluate-names.ts";
import { isExternal } from "../external.ts";
import type { Module } from "../module.ts";
import type { Found, Rule } from "../rule.ts";
import { isEverywhere } from "../sessions.ts";
import type { Node } from "../syntax.ts";

/** One object for all users of the process. */
export const sessionModuleState: Rule = {
  id: "session-module-state",
  severity: "error",
  summary: "what one visitor writes, every visitor reads",
  check: ({ modules }) => modules.flatMap((module) => firstWrite(module) ?? []),
};

function firstWrite(module: Module): Found | undefined {
  if (!module.text.includes("express-session")) return undefined;
  for (const names of module.scopes.values()) {
    for (const binding of names.values()) {
      const at = writeTo(module, binding);
      if (at) return found(module, at);
    }
  }
  return undefined;
}

/** The first write into the import, or over it with the session of one request. */
function writeTo(module: Module, binding: Binding): Node | undefined {
  const [declared, ...others] = binding.definitions;
  if (!declared || !isPackage(module, binding)) return undefined;
  const replaced = others.find(
    ({ from }) =>
      from.kind === "value" &&
      codeOf({ module, node: from.node }).endsWith(".session"),
  );
  const [written] = binding.writes.filter(
    ({ spread, keys }) => !spread && keys?.length !== 0,
  );
  return replaced?.at ?? (others.length === 0 ? written?.at : undefined);
}

function isPackage(module: Module, { definitions, ...rest }: Binding): boolean {
  const imported = { ...rest, definitions: definitions.slice(0, 1) };
  return isEverywhere(
    evaluateBinding({ module }, imported),
    isExternal(/^express-session$/),
  );
}

function found(module: Module, node: Node): Found {
  return {
    place: { module, node },
    message:
      "This writes to the express-session module, which all requests share, so one visitor's data becomes everyone's.",
    fix: "Write to `req.session`.",
  };
}
