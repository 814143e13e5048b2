import type * as t from "@babel/types";
import type { Binding, MemberWrite } from "./bindings.ts";
import type { Project } from "./project.ts";
import type { CallNode, FunctionNode, Node } from "./syntax.ts";
import type { Value } from "./value.ts";

/** A node and the file it is in: what a finding points to. */
export interface Place {
  readonly module: Module;
  readonly node: Node;
}

/** The arguments of one call of a function of the project, while its body is read for that call. */
export interface Frame {
  readonly fn: FunctionNode;
  readonly args: readonly (() => Value)[];
  /** The frame that the function was made in. */
  readonly outer: Frame | undefined;
}

/** An expression with all that is needed to say what it is. */
export interface Term extends Place {
  readonly frame?: Frame | undefined;
}

/** Where an exported name comes from. */
export type ExportSource =
  | { readonly local: string }
  | { readonly node: Node }
  | { readonly from: string; readonly name: string };

/** One parsed file and what it declares; made once by `readModule`. */
export interface Module {
  readonly project: Project;
  /** Relative to the project's folder, with slashes. */
  readonly file: string;
  readonly program: t.Program;
  readonly text: string;
  /** By the node that opens the scope. */
  readonly scopes: ReadonlyMap<Node, ReadonlyMap<string, Binding>>;
  readonly calls: readonly CallNode[];
  readonly assignments: readonly t.AssignmentExpression[];
  readonly functions: readonly FunctionNode[];
  /** `import`s, `require`s and re-exports, as they are written. */
  readonly exports: ReadonlyMap<string, ExportSource>;
  /** `export * from` these. */
  readonly starExports: readonly string[];
  /** `module.exports = …`, `exports.x = …`, `export = …`, in order. */
  readonly exportWrites: readonly MemberWrite[];
  /** `this.x = …` by the class or function that `this` belongs to. */
  readonly thisWrites: ReadonlyMap<Node, readonly MemberWrite[]>;
  /** `return`s by function. */
  readonly returns: ReadonlyMap<Node, readonly t.ReturnStatement[]>;
  /** The line and column of a node, both counted from 1. */
  positionOf(node: Node): { line: number; column: number };
}
