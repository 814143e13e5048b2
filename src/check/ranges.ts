import type { Node } from "./syntax.ts";

/** A node as a piece of its file. Nodes that the parser made have both offsets. */
export function rangeOf({ start, end }: Node): { start: number; end: number } {
  return { start: start ?? 0, end: end ?? 0 };
}

/** Whether a node of the same file stands in another, or is it. */
export function contains(outer: Node, inner: Node): boolean {
  const [around, within] = [rangeOf(outer), rangeOf(inner)];
  return around.start <= within.start && within.end <= around.end;
}
