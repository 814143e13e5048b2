interface Line {
  mark: " " | "-" | "+";
  text: string;
}

/** Lines around a change that are shown with it. */
const context = 3;

/** The changes of a text as a unified diff; "" where there are none. `before` is undefined for a new file. */
export function unifiedDiff(
  file: string,
  before: string | undefined,
  after: string,
): string {
  const lines = compared(linesOf(before ?? ""), linesOf(after));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return "";
  const from = before === undefined ? "/dev/null" : `a/${file}`;
  return [`--- ${from}`, `+++ b/${file}`, ...hunks, ""].join("\n");
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** What stayed, went and came, in order: what both begin and end with stays, between it the longest common lines. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  let first = 0;
  while (first < before.length && before[first] === after[first]) first++;
  let last = 0;
  const most = Math.min(before.length, after.length) - first;
  while (last < most && before.at(-1 - last) === after.at(-1 - last)) last++;
  return [
    ...before.slice(0, first).map(line(" ")),
    ...between(
      before.slice(first, before.length - last),
      after.slice(first, after.length - last),
    ),
    ...before.slice(before.length - last).map(line(" ")),
  ];
}

/** Comparing every line with every other is slow for long texts. */
const mostPairs = 4_000_000;

function between(old: readonly string[], fresh: readonly string[]): Line[] {
  if (old.length * fresh.length > mostPairs) {
    return [...old.map(line("-")), ...fresh.map(line("+"))];
  }
  const common = commonLengths(old, fresh);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [gone = "", come = ""] = [old[i], fresh[j]];
    const canGo = i < old.length;
    if (canGo && j < fresh.length && gone === come) {
      lines.push({ mark: " ", text: gone });
      [i, j] = [i + 1, j + 1];
    } else if (
      canGo &&
      (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)
    ) {
      lines.push({ mark: "-", text: gone });
      i++;
    } else {
      lines.push({ mark: "+", text: come });
      j++;
    }
  }
  return lines;
}

/** How many lines two texts have in common from line i of the one and line j of the other on. */
function commonLengths(old: readonly string[], fresh: readonly string[]) {
  const width = fresh.length + 1;
  const rows = Array.from(
    { length: old.length + 1 },
    () => new Uint32Array(width),
  );
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const [row, below] = [rows[i], rows[i + 1]];
      if (!row || !below) continue;
      row[j] =
        old[i] === fresh[j]
          ? (below[j + 1] ?? 0) + 1
          : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function hunksOf(lines: readonly Line[]): string[] {
  const isNear = (index: number) =>
    lines
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ mark }) => mark !== " ");
  const shown: string[] = [];
  let [old, fresh] = [1, 1];
  let hunk: Line[] = [];
  lines.forEach((one, index) => {
    if (isNear(index)) hunk.push(one);
    if (one.mark !== "+") old++;
    if (one.mark !== "-") fresh++;
    const isEnd =
      hunk.length > 0 && !(index + 1 < lines.length && isNear(index + 1));
    if (!isEnd) return;
    shown.push(
      headOf(hunk, old, fresh),
      ...hunk.map(({ mark, text }) => mark + text),
    );
    hunk = [];
  });
  return shown;
}

/** `old` and `fresh` are the numbers of the lines behind the hunk. */
function headOf(hunk: readonly Line[], old: number, fresh: number): string {
  const range = (next: number, left: "-" | "+") => {
    const count = hunk.filter(
      ({ mark }) => mark === " " || mark === left,
    ).length;
    return `${count === 0 ? next - 1 : next - count},${count}`;
  };
  return `@@ -${range(old, "-")} +${range(fresh, "+")} @@`;
}

function line(mark: Line["mark"]) {
  return (text: string): Line => ({ mark, text });
}
