/** Puts a text in place of what stands between two offsets of a file; an insertion where both are the same. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text after edits that do not touch each other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const fromTheEnd = [...edits].sort((one, other) => other.start - one.start);
  return fromTheEnd.reduce(
    (changed, { start, end, text: put }) =>
      changed.slice(0, start) + put + changed.slice(end),
    text,
  );
}

/** Whether two edits are at the same place, so that one has to wait for the other. */
export function touches(one: Edit, other: Edit): boolean {
  return one.start <= other.end && other.start <= one.end;
}
