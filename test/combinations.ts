import {
  type Answers,
  type OptionName,
  contradictions,
  optionNames,
  options,
} from "../src/options.ts";
import type { Ingredients } from "../src/render.ts";
import { combinedValues, coveringRows } from "./covering.ts";

/** The options that decide what is in a project. */
const decisive: readonly OptionName[] = [
  "environment",
  "https",
  "store",
  "privacy",
  "language",
  "packageManager",
];

export const defaults = Object.fromEntries(
  optionNames
    .filter((name) => options[name].when?.({}) ?? true)
    .map((name) => [name, options[name].default]),
) as unknown as Answers;

/** Every combination of decisive answers that the table of options allows. */
const withoutToggles: readonly Answers[] = decisive
  .reduce<Partial<Answers>[]>(
    (found, name) => found.flatMap((answers) => variants(answers, name)),
    [{}],
  )
  .filter((answers) => !contradictions.some((rule) => rule.applies(answers)))
  .map((answers) => ({ ...defaults, ...answers }));

/** These only add files, so beside them every pair of other values is enough. */
const toggles = { docker: true, ci: true };

export const combinations: readonly Answers[] = [
  ...withoutToggles,
  ...coveringRows(withoutToggles, combinedValues).map((answers) => ({
    ...answers,
    ...toggles,
  })),
];

function variants(
  answers: Partial<Answers>,
  name: OptionName,
): Partial<Answers>[] {
  const option = options[name];
  if (option.kind !== "choice" || option.when?.(answers) === false) {
    return [answers];
  }
  return option.choices.map(({ value }) => ({ ...answers, [name]: value }));
}

/** Names a combination in the title of a test. */
export function titleOf(answers: Answers): string {
  const on = Object.keys(toggles).filter(
    (name) => answers[name as OptionName] === true,
  );
  return [...decisive.flatMap((name) => answers[name] ?? []), ...on].join(" ");
}

/** Ingredients that are the same in every run, with nothing in them that is secret. */
export function ingredientsFor(answers: Answers): Ingredients {
  return {
    packageName: "my-app",
    command: `npx create-session-app my-app --yes --store ${answers.store}`,
    secret: "secret-for-tests-only-0123456789abcdef",
    ...(answers.https === "direct" && {
      certificate: {
        key: pem("PRIVATE KEY"),
        certificate: pem("CERTIFICATE"),
      },
    }),
  };
}

function pem(label: string): string {
  return `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
}
