import type * as t from "@babel/types";
import { ownerOfThis } from "./bindings.ts";
import { evaluate } from "./evaluate.ts";
import type { Module, Term } from "./module.ts";
import { writtenEntries } from "./objects.ts";
import { isFunction, keyOf } from "./syntax.ts";
import { always, type Entry, one, unknown, type Value } from "./value.ts";

/** `this`, where it belongs to a class or a constructor function. */
export function thisValue(term: Term): Value {
  const { module, node } = term;
  const owner = ownerOfThis(node);
  if (!owner) return unknown;
  if (!isFunction(owner))
    return one({ kind: "instance", node: owner, module }, term);
  const writes = module.thisWrites.get(owner) ?? [];
  const entries = writtenEntries(writes, module, term.frame, owner);
  const isBlind: Entry = {
    path: undefined,
    value: () => unknown,
    when: always,
  };
  return one({ kind: "object", entries: [...entries, isBlind] }, term);
}

interface ClassValue {
  readonly node: t.Class;
  readonly module: Module;
}

/** What an object of the class holds. */
export function instanceEntries({ node, module }: ClassValue): Entry[] {
  const writes = module.thisWrites.get(node) ?? [];
  const home = node.body.body.find(
    (member) => member.type === "ClassMethod" && member.kind === "constructor",
  );
  const written = writtenEntries(writes, module, undefined, home);
  return [
    ...memberEntries({ node, module }, false),
    // A property is written in one method and read in another.
    ...written.map((entry) => ({
      ...entry,
      when: { ...entry.when, sure: true },
    })),
  ];
}

/** What the class itself holds. */
export function staticEntries(value: ClassValue): Entry[] {
  return memberEntries(value, true);
}

function memberEntries(
  { node, module }: ClassValue,
  isStatic: boolean,
): Entry[] {
  return node.body.body.flatMap((member): Entry[] => {
    if (member.type !== "ClassProperty" && member.type !== "ClassMethod")
      return [];
    if ((member.static ?? false) !== isStatic) return [];
    const key =
      member.type === "ClassMethod" ? keyOf(member) : propertyName(member);
    const value = member.type === "ClassMethod" ? member : member.value;
    if (key === undefined || !value) return [];
    const place = { module, node: member };
    const isGetter = member.type === "ClassMethod" && member.kind === "get";
    const valueOf = () =>
      isGetter ? unknown : evaluate({ node: value, module });
    return [{ path: [key], value: valueOf, when: always, place }];
  });
}

function propertyName({ key, computed }: t.ClassProperty): string | undefined {
  return key.type === "Identifier" && !computed ? key.name : undefined;
}
