import { flagText, runFlag } from "./help.ts";
import { type Option, optionNames, options } from "./options.ts";
import { type RunOption, runOptions } from "./run-options.ts";
import { allowedBy } from "./schema.ts";

/** The text with its options section brought up to date. */
export function withOptions(readme: string): string {
  return withSection(readme, "options", optionsSection());
}

/** The text with what stands between the two marks of a section replaced. */
export function withSection(
  readme: string,
  name: string,
  section: string,
): string {
  const begin = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  const [before, rest] = readme.split(`${begin}\n`);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined) {
    throw new Error(`the README needs the lines ${begin} and ${end}`);
  }
  return `${before}${begin}\n\n${section}\n\n${end}${after}`;
}

/** All options as a Markdown list. */
export function optionsSection(): string {
  const project = optionNames.flatMap((name) => itemOf(name, options[name]));
  const run = Object.entries<RunOption>(runOptions).map(
    ([name, option]) => `- \`${runFlag(name, option)}\`: ${option.summary}`,
  );
  return [...project, ...run].join("\n");
}

function itemOf(name: string, option: Option): string[] {
  const head = `- \`${flagText(name, option)}\`: ${option.summary}`;
  if (option.kind === "toggle") {
    return [`${head} (default: ${option.default ? "on" : "off"})`];
  }
  if (option.kind === "number") {
    return [`${head} (${allowedBy(option)}, default: ${option.default})`];
  }
  const choices = option.choices.map(({ value, reason }) => {
    const mark = value === option.default ? " (default)" : "";
    return `  - \`${value}\`${mark}: ${reason}`;
  });
  return [head, ...choices];
}
