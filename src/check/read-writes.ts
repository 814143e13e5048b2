import type * as t from "@babel/types";
import {
  bindingOf,
  definePattern,
  memberPath,
  type MemberWrite,
  ownerOfThis,
  type Scopes,
} from "./bindings.ts";
import type { Gathered } from "./read-module.ts";
import { type CallNode, isMember, type Node, unwrap } from "./syntax.ts";

/** Writes that belong to no variable of the file. */
interface Writes {
  exportWrites: MemberWrite[];
  thisWrites: Map<Node, MemberWrite[]>;
}

/** Notes every assignment on the variable that it writes to or into. */
export function readWrites(scopes: Scopes, gathered: Gathered): Writes {
  const writes: Writes = { exportWrites: [], thisWrites: new Map() };
  for (const node of gathered.assignments) {
    if (isMember(node.left)) {
      writeInto(scopes, writes, node.left, {
        ...{ value: node.right, at: node, spread: false },
      });
    } else if (isPlain(node.operator)) assign(scopes, node);
  }
  for (const call of gathered.calls) readObjectAssign(scopes, writes, call);
  return writes;
}

/** `+=` and the like give a value that is not looked into. */
function isPlain(operator: string): boolean {
  return ["=", "||=", "??=", "&&="].includes(operator);
}

function assign(scopes: Scopes, node: t.AssignmentExpression): void {
  const from = { kind: "value", node: node.right } as const;
  definePattern(node.left, { from, steps: [], at: node }, (name, definition) =>
    bindingOf(scopes, name, node)?.definitions.push(definition),
  );
}

/** `Object.assign(target, …)` as a statement changes the target. */
function readObjectAssign(
  scopes: Scopes,
  writes: Writes,
  call: CallNode,
): void {
  const { callee } = call;
  if (!isMember(callee) || callee.property.type !== "Identifier") return;
  const { name } = callee.property;
  if (!/^(?:assign|merge|extend|defaultsDeep)$/.test(name)) return;
  const [first, ...sources] = call.arguments;
  if (!first) return;
  const target = unwrap(first);
  if (target.type === "ObjectExpression") return;
  for (const value of sources) {
    writeInto(scopes, writes, target, { value, at: call, spread: true });
  }
}

function writeInto(
  scopes: Scopes,
  writes: Writes,
  target: Node,
  write: Omit<MemberWrite, "keys">,
): void {
  const { root, keys } = memberPath(target);
  const { exportWrites, thisWrites } = writes;
  if (root.type === "ThisExpression") {
    const owner = ownerOfThis(root);
    if (!owner) return;
    const others = thisWrites.get(owner) ?? [];
    thisWrites.set(owner, [...others, { ...write, keys }]);
  } else if (root.type === "Identifier") {
    const binding = bindingOf(scopes, root.name, root);
    if (binding) binding.writes.push({ ...write, keys });
    else if (root.name === "exports") exportWrites.push({ ...write, keys });
    else if (root.name === "module" && keys?.[0] === "exports") {
      exportWrites.push({ ...write, keys: keys.slice(1) });
    }
  }
}
