/** The flag of an option: `packageManager` is typed as `--package-manager`. */
export function flagOf(name: string): string {
  return `--${dashed(name)}`;
}

/** The flag that says no: `git` is typed as `--no-git`. */
export function noFlagOf(name: string): string {
  return flagOf(`no-${name}`);
}

/** `onConflict` as command lines spell it: `on-conflict`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** "Did you mean redis? " where something allowed is close to what was typed, else nothing. */
export function didYouMean(typed: string, allowed: readonly string[]): string {
  const close = closest(typed, allowed);
  return close === undefined ? "" : `Did you mean ${close}? `;
}

function closest(typed: string, allowed: readonly string[]) {
  const tolerance = Math.max(2, Math.floor(typed.length / 3));
  let best: string | undefined;
  let fewest = tolerance + 1;
  for (const candidate of allowed) {
    const edits = distance(typed.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest && edits < candidate.length) {
      best = candidate;
      fewest = edits;
    }
  }
  return best ?? allowed.find((word) => isBeginning(typed, word));
}

function isBeginning(typed: string, word: string): boolean {
  return typed.length > 1 && word.startsWith(typed.toLowerCase());
}

/** Levenshtein's edit distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
