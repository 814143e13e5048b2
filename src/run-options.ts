/** A flag that steers one run and is no property of the project. */
export interface RunOption {
  short?: string;
  /** The name of the value, where it takes one. */
  value?: string;
  summary: string;
}

/** The flags beside the table of options; parser, help and README are derived from both. */
export const runOptions = {
  yes: { short: "y", summary: "take the default of everything not given" },
  config: {
    value: "FILE",
    summary: "take options from a JSON file, as --print-config writes it",
  },
  dryRun: { summary: "print what would be written, write nothing" },
  json: { summary: "print one JSON document, ask nothing" },
  printConfig: { summary: "print the resolved options as JSON, write nothing" },
  accessible: {
    summary: "plain text and numbered choices (or ACCESSIBLE=1)",
  },
  debug: { summary: "show stacks with errors" },
  help: { short: "h", summary: "show this help" },
  version: { short: "V", summary: "show the version" },
} as const satisfies Record<string, RunOption>;

export type RunOptionName = keyof typeof runOptions;

/** What was said about the run itself. */
export type Run = Partial<
  Record<Exclude<RunOptionName, "config">, boolean> & { config: string }
>;
