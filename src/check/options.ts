import type { RunOption } from "../run-options.ts";

/** A flag of `check`; some may be given several times. */
interface CheckOption extends RunOption {
  repeatable?: true;
}

/** The flags of `check`; parser and help are derived from them. */
export const checkOptions = {
  format: { value: "NAME", summary: "text (default), json or sarif" },
  fix: { summary: "mend what is safe to mend; shows the changes and asks" },
  minSeverity: {
    value: "LEVEL",
    summary: "error, warning (default) or info: what is shown and counts",
  },
  rule: { value: "ID", repeatable: true, summary: "check only this rule" },
  ignore: { value: "ID", repeatable: true, summary: "leave out this rule" },
  explain: { value: "ID", summary: "say what a rule finds, why, and the cure" },
  loginUrl: { value: "PATH", summary: "running app: where its form logs in" },
  form: {
    value: "NAME=VALUE",
    repeatable: true,
    summary: "running app: a field of the login form",
  },
  logoutUrl: { value: "PATH", summary: "running app: where it logs out" },
  yes: { short: "y", summary: "do not ask before --fix or a host not local" },
  debug: { summary: "show stacks with errors" },
  help: { short: "h", summary: "show this help" },
} as const satisfies Record<string, CheckOption>;

export type CheckOptionName = keyof typeof checkOptions;

export const checkOptionNames = Object.keys(checkOptions) as CheckOptionName[];

/** How a flag is declared and documented. */
export function checkOption(name: CheckOptionName): CheckOption {
  return checkOptions[name];
}
