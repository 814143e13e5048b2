import type { Answers, OptionName } from "../src/options.ts";
import { optionNames } from "../src/options.ts";

/** The fewest rows, as far as a greedy choice finds them, that have every trait any row has. */
export function coveringRows<Row>(
  rows: readonly Row[],
  traitsOf: (row: Row) => readonly string[],
): Row[] {
  const open = new Set(rows.flatMap(traitsOf));
  const chosen: Row[] = [];
  while (open.size > 0) {
    const news = (row: Row) =>
      traitsOf(row).filter((trait) => open.has(trait)).length;
    const best = rows.reduce((one, other) =>
      news(other) > news(one) ? other : one,
    );
    for (const trait of traitsOf(best)) open.delete(trait);
    chosen.push(best);
  }
  return chosen;
}

/**
 * Every two values of different options that stand together, and each store with each language and environment. Of a
 * toggle only "on" counts, because it adds files and takes none away.
 */
export function combinedValues(answers: Answers): string[] {
  const values = names.flatMap((name) =>
    answers[name] === undefined || answers[name] === false
      ? []
      : `${name} ${answers[name]}`,
  );
  const pairs = values.flatMap((one, index) =>
    values.slice(index + 1).map((other) => `${one}, ${other}`),
  );
  const { store, language, environment, https } = answers;
  return [...pairs, [store, language, environment, https].join(", ")];
}

/** The options that decide what is in a project. */
const names: readonly OptionName[] = optionNames.filter(
  (name) => !["port", "install", "git", "start", "onConflict"].includes(name),
);
