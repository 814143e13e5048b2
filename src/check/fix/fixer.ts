import type * as t from "@babel/types";
import type { Module, Place } from "../module.ts";
import type { Project } from "../project.ts";
import type { Session } from "../sessions.ts";
import { keyOf, type Node } from "../syntax.ts";
import { isMissing, type Value } from "../value.ts";
import type { Edit } from "./edits.ts";

/** One finding with what is needed to mend it. */
export interface Broken {
  project: Project;
  session: Session;
  place: Place;
  /** The absolute path of the project. */
  folder: string;
  /** The text of a file as it is so far; undefined where there is none. */
  textOf: (file: string) => string | undefined;
}

/** What mends a finding, in one file and perhaps in a file of settings, or a sentence that says why nothing does. */
export type Fixing =
  | { file: string; edits: Edit[]; settings?: { file: string; text: string } }
  | { refused: string };

export type Fixer = (broken: Broken) => Fixing;

/** An object literal of the project. */
export interface ObjectLiteral {
  module: Module;
  node: t.ObjectExpression;
}

/** The literal that is all a value can be; undefined where it is made in several ways or not written as one. */
export function onlyLiteral(value: Value): ObjectLiteral | undefined {
  const [first, ...others] = value;
  if (!first?.source || others.length > 0) return undefined;
  const { module, node } = first.source;
  return node.type === "ObjectExpression" ? { module, node } : undefined;
}

/** Whether an option is given nowhere. */
export function isUnset(value: Value): boolean {
  return value.every((part) => isMissing(part) && !part.option);
}

/** The property of an object literal that a finding points to, when it does. */
export function propertyAt({ node }: Place): t.ObjectProperty | undefined {
  return node.type === "ObjectProperty" ? node : undefined;
}

export function hasKey({ node }: ObjectLiteral, name: string): boolean {
  return node.properties.some(
    (one) => one.type !== "SpreadElement" && keyOf(one) === name,
  );
}

/** The code of a node as it is written. */
export function codeOf({ text }: Module, { start, end }: Node): string {
  return text.slice(start ?? 0, end ?? 0);
}

export const writtenElsewhere = {
  refused: "it is not written as an option of one object literal",
} as const;
