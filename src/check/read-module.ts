import type * as t from "@babel/types";
import { declareNames } from "./declare-names.ts";
import { readExports } from "./exports.ts";
import { lineBreak } from "./sources.ts";
import type { Module } from "./module.ts";
import type { Project } from "./project.ts";
import { readWrites } from "./read-writes.ts";
import {
  ancestor,
  type CallNode,
  type FunctionNode,
  isCall,
  isFunction,
  type Node,
  setParent,
  walk,
} from "./syntax.ts";

/** What one walk through a file gathers, in the order of the text. */
export interface Gathered {
  readonly calls: CallNode[];
  readonly assignments: t.AssignmentExpression[];
  readonly functions: FunctionNode[];
  readonly declarations: Node[];
  readonly returns: t.ReturnStatement[];
}

/** Walks a parsed file once and notes what it declares, writes, calls and exports. */
export function readModule(
  project: Project,
  file: string,
  text: string,
  { program }: t.File,
): Module {
  const gathered = gather(program);
  const { calls, assignments, functions } = gathered;
  const scopes = declareNames(gathered);
  const { exportWrites, thisWrites } = readWrites(scopes, gathered);
  const { exports, starExports } = readExports(program);
  const lineStarts = lineStartsOf(text);
  return {
    ...{ project, file, program, text, scopes },
    ...{ calls, assignments, functions, exports, starExports },
    ...{ exportWrites, thisWrites },
    returns: returnsByFunction(gathered.returns),
    positionOf: ({ start }) => positionAt(lineStarts, start ?? 0),
  };
}

function gather(program: t.Program): Gathered {
  const gathered: Gathered = {
    ...{ calls: [], assignments: [], functions: [] },
    ...{ declarations: [], returns: [] },
  };
  delete program.loc;
  walk(program, (node, children) => {
    for (const child of children) setParent(child, node);
    note(gathered, node);
  });
  return gathered;
}

function note(gathered: Gathered, node: Node): void {
  if (isCall(node)) gathered.calls.push(node);
  if (isFunction(node)) gathered.functions.push(node);
  if (node.type === "AssignmentExpression") gathered.assignments.push(node);
  if (node.type === "ReturnStatement") gathered.returns.push(node);
  if (/Declaration$|^Class|^CatchClause|Function/.test(node.type)) {
    gathered.declarations.push(node);
  }
}

function returnsByFunction(
  returns: readonly t.ReturnStatement[],
): Map<Node, t.ReturnStatement[]> {
  const byFunction = new Map<Node, t.ReturnStatement[]>();
  for (const node of returns) {
    const owner = ancestor(node, isFunction);
    if (!owner) continue;
    const others = byFunction.get(owner);
    if (others) others.push(node);
    else byFunction.set(owner, [node]);
  }
  return byFunction;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(lineBreak)) {
    starts.push(index + end.length);
  }
  return starts;
}

function positionAt(starts: readonly number[], offset: number) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
