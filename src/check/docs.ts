import { ruleTable } from "./rule-names.ts";

/** All rules as a Markdown list with links to their pages, as the README has it. */
export function rulesSection(): string {
  return ruleTable
    .map(
      ({ id, severity, summary }) =>
        `- [\`${id}\`](docs/rules/${id}.md) (${severity}): ${summary}`,
    )
    .join("\n");
}
