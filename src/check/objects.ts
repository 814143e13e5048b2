import type * as t from "@babel/types";
import type { MemberWrite } from "./bindings.ts";
import { conditionOf } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { memberOf } from "./evaluate-members.ts";
import type { Frame, Module, Place, Term } from "./module.ts";
import { ancestor, isFunction, keyOf, type Node } from "./syntax.ts";
import {
  always,
  beside,
  both,
  type Entry,
  isMissing,
  missing,
  one,
  type Possibility,
  sometimes,
  under,
  union,
  unknown,
  type Value,
  type When,
} from "./value.ts";

/** What an object literal holds. */
export function objectEntries(term: Term, node: t.ObjectExpression): Entry[] {
  return node.properties.map((property): Entry => {
    const place = { module: term.module, node: property };
    const valueOf = (value: Node) => () => evaluate({ ...term, node: value });
    if (property.type === "SpreadElement") {
      const value = valueOf(property.argument);
      return { path: [], value, when: always, place };
    }
    const key = keyOf(property);
    const value = property.type === "ObjectMethod" ? property : property.value;
    const path = key === undefined ? undefined : [key];
    return { path, value: valueOf(value), when: always, place };
  });
}

/** Later writes into an object, as entries of it. `home` is the function in which the object was made. */
export function writtenEntries(
  writes: readonly MemberWrite[],
  module: Module,
  frame: Frame | undefined,
  home: Node | undefined,
): Entry[] {
  return writes.map(({ keys, value, at }) => ({
    path: keys,
    value: () => evaluate({ node: value, module, frame }),
    when: whenWritten({ module, node: at }, home) ?? sometimes,
    place: { module, node: at },
  }));
}

/** A write in another function happens only when that is called. */
function whenWritten(place: Place, home: Node | undefined): When | undefined {
  const when = conditionOf(place);
  if (!when || ancestor(place.node, isFunction) === home) return when;
  return both(when, sometimes);
}

/** The property of an object by what was written into it; what comes later wins. */
export function propertyOf(entries: readonly Entry[], key: string): Value {
  let current = missing;
  for (const entry of entries) current = after(entry, key, current);
  return current;
}

function after(entry: Entry, key: string, current: Value): Value {
  const { path, when } = entry;
  if (path === undefined) return union(current, under(sometimes, unknown));
  const [first, ...rest] = path;
  if (first === undefined) return afterSpread(entry, key, current);
  if (first !== key) return current;
  if (rest.length > 0) {
    return current.map((possibility) => writtenInto(possibility, entry, rest));
  }
  const value = under(when, entry.value()).map((possibility) => ({
    ...possibility,
    ...(entry.place && { option: entry.place }),
  }));
  return union(beside(when, current), value);
}

/** `sess.cookie.secure = true` seen from `cookie`. */
function writtenInto(
  possibility: Possibility,
  entry: Entry,
  path: readonly string[],
): Possibility {
  const { what } = possibility;
  const isObject = what.kind === "object";
  if (!isObject && !isMissing(possibility)) return possibility;
  const entries = isObject ? what.entries : [];
  const inner = { ...entry, path };
  return {
    ...possibility,
    what: { kind: "object", entries: [...entries, inner] },
  };
}

function afterSpread(entry: Entry, key: string, current: Value): Value {
  const spread = under(entry.when, entry.value());
  const parts = spread.map((possibility): Value => {
    const { what, when } = possibility;
    if (what.kind === "literal") return under(when, current);
    const found = memberOf([{ ...possibility, when: always }], key);
    return under(
      when,
      union(
        ...found.map((part) =>
          isMissing(part) && !part.option ? under(part.when, current) : [part],
        ),
      ),
    );
  });
  return union(beside(entry.when, current), ...parts);
}

/** An object with more written into it. */
export function withEntries(value: Value, entries: readonly Entry[]): Value {
  if (entries.length === 0) return value;
  return value.map((possibility) => {
    const { what } = possibility;
    if (what.kind !== "object") return possibility;
    const all = [...what.entries, ...entries];
    return { ...possibility, what: { kind: "object", entries: all } };
  });
}

/** Several objects laid over each other, as `Object.assign` and spreading do it. */
export function merged(values: readonly (() => Value)[], source: Place): Value {
  const entries = values.map((value): Entry => ({
    path: [],
    value,
    when: always,
  }));
  return one({ kind: "object", entries }, source);
}
