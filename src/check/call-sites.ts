import { bindingOf, memberPath } from "./bindings.ts";
import { evaluate } from "./evaluate.ts";
import type { Module } from "./module.ts";
import { resolvePath } from "./resolve-import.ts";
import {
  type CallNode,
  type FunctionNode,
  type Node,
  unwrap,
} from "./syntax.ts";

export interface CallSite {
  readonly node: CallNode;
  readonly module: Module;
}

const known = new WeakMap<FunctionNode, readonly CallSite[]>();

/** The calls of a function in its own file and in those that import it. */
export function callsOf(module: Module, fn: FunctionNode): readonly CallSite[] {
  const found = known.get(fn);
  if (found) return found;
  // A call that is found while looking for calls would be looked for without end.
  known.set(fn, []);
  const own = module.calls.filter((call) => mayCall(module, call, fn));
  const calls: CallSite[] = own.map((node) => ({ node, module }));
  const isScript = module.exportWrites.length > 0;
  const isExporting = isScript || module.exports.size > 0;
  const outside = isExporting ? module.project.importersOf(module.file) : [];
  for (const importer of outside) {
    for (const node of importer.calls) {
      if (!importsFrom(importer, node, module.file)) continue;
      const callee = evaluate({ node: node.callee, module: importer });
      const isIt = callee.some(
        ({ what }) => what.kind === "function" && what.node === fn,
      );
      if (isIt) calls.push({ node, module: importer });
    }
  }
  known.set(fn, calls);
  return calls;
}

function mayCall(module: Module, call: CallNode, fn: FunctionNode): boolean {
  const callee = unwrap(call.callee);
  if (callee === fn) return true;
  if (callee.type === "Identifier") {
    const binding = bindingOf(module.scopes, callee.name, call);
    return Boolean(
      binding?.definitions.some(
        ({ from, steps }) =>
          steps.length === 0 && from.kind === "value" && holds(from.node, fn),
      ),
    );
  }
  return false;
}

function holds(node: Node, fn: FunctionNode): boolean {
  const inner = unwrap(node);
  return (
    inner === fn ||
    (inner.type === "AssignmentExpression" && holds(inner.right, fn))
  );
}

/** Whether the callee of a call comes from a file. */
function importsFrom(module: Module, call: CallNode, file: string): boolean {
  const { root } = memberPath(unwrap(call.callee));
  if (root.type === "Identifier") {
    const binding = bindingOf(module.scopes, root.name, call);
    return Boolean(
      binding?.definitions.some(({ from }) => {
        if (from.kind === "import") {
          return resolvePath(module.project, module.file, from.source) === file;
        }
        return from.kind === "value" && requires(module, from.node, file);
      }),
    );
  }
  return requires(module, root, file);
}

function requires(module: Module, node: Node, file: string): boolean {
  const { root } = memberPath(unwrap(node));
  if (root.type !== "CallExpression") return false;
  const [source] = root.arguments;
  if (source?.type !== "StringLiteral") return false;
  return resolvePath(module.project, module.file, source.value) === file;
}
