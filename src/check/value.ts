import type * as t from "@babel/types";
import type { Frame, Module, Place } from "./module.ts";
import type { CallNode, FunctionNode } from "./syntax.ts";

/** In which runs something holds; `sure` false: only if something holds that cannot be seen here. */
export interface When {
  readonly in: "any" | "production" | "development";
  readonly sure: boolean;
}

export const always: When = { in: "any", sure: true };
export const sometimes: When = { in: "any", sure: false };

/** What one expression may be at run time: its possibilities, in the order in which they are written. */
export type Value = readonly Possibility[];

export interface Possibility {
  readonly what: Known;
  readonly when: When;
  /** Where the value itself is written. */
  readonly source?: Place;
  /** Where the option is written whose value this is; none when the option is missing. */
  readonly option?: Place;
}

export type Known =
  | LiteralValue
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | InstanceValue
  | ExternalValue
  | NamespaceValue
  | { readonly kind: "unknown" };

export interface LiteralValue {
  readonly kind: "literal";
  readonly value: string | number | boolean | null | undefined;
}

/** An object by what was written into it, in order; what comes later wins. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: readonly Entry[];
}

export interface Entry {
  /** `["cookie", "secure"]` for a write into a nested object; empty for a spread; undefined for a computed name. */
  readonly path: readonly string[] | undefined;
  readonly value: () => Value;
  readonly when: When;
  readonly place?: Place;
}

export interface ArrayValue {
  readonly kind: "array";
  readonly elements: () => Value[];
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: FunctionNode;
  readonly module: Module;
  readonly frame: Frame | undefined;
}

/** A class of the project, or an object that `new` made of it. */
export interface InstanceValue {
  readonly kind: "class" | "instance";
  readonly node: t.Class;
  readonly module: Module;
}

/**
 * What comes from outside of the project, by the way to it: `process.env.SECRET`, `express-session`,
 * `express().get()`, `new Date()`.
 */
export interface ExternalValue {
  readonly kind: "external";
  readonly name: string;
  /** The last call on the way, for its arguments. */
  readonly call?: { node: CallNode; module: Module; frame: Frame | undefined };
}

/** All that an ES module exports. */
export interface NamespaceValue {
  readonly kind: "namespace";
  readonly module: Module;
}

export const unknown: Value = [{ what: { kind: "unknown" }, when: always }];
/** What a property that is not there gives. */
export const missing: Value = [
  { what: { kind: "literal", value: undefined }, when: always },
];

export function literal(value: LiteralValue["value"], source?: Place): Value {
  return one({ kind: "literal", value }, source);
}

export function one(what: Known, source?: Place): Value {
  return [{ what, when: always, ...(source && { source }) }];
}

/** When two conditions hold at once; undefined: never. */
export function both(a: When, b: When): When | undefined {
  const isContradiction = a.in !== "any" && b.in !== "any" && a.in !== b.in;
  if (isContradiction) return undefined;
  return { in: a.in === "any" ? b.in : a.in, sure: a.sure && b.sure };
}

/** The value as far as it is reached only under a condition. */
export function under(when: When | undefined, value: Value): Value {
  if (!when) return [];
  return value.flatMap((possibility) => {
    const restricted = both(possibility.when, when);
    return restricted ? [{ ...possibility, when: restricted }] : [];
  });
}

/** What is left of an earlier value after a write that happens `when`. */
export function beside(when: When | undefined, earlier: Value): Value {
  if (!when) return earlier;
  if (!when.sure) return under(sometimes, earlier);
  if (when.in === "any") return [];
  const other = when.in === "production" ? "development" : "production";
  return under({ in: other, sure: true }, earlier);
}

const mostPossibilities = 24;

/** The possibilities of several values; too many are as good as unknown. */
export function union(...values: Value[]): Value {
  const all = values.flat();
  return all.length > mostPossibilities ? under(sometimes, unknown) : all;
}

export function isMissing({ what }: Possibility): boolean {
  return what.kind === "literal" && what.value === undefined;
}
