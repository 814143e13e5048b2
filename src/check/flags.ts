import { type UserError, usageError } from "../errors.ts";
import { dashed, didYouMean } from "../spelling.ts";
import { type Severity, severities } from "./finding.ts";
import type { CheckOptionName } from "./options.ts";
import { parseArguments, seeHelp } from "./parse-arguments.ts";

export const formats = ["text", "json", "sarif"] as const;
export type Format = (typeof formats)[number];

/** What stood on the command line after `check`; rule ids are not looked up yet. */
export interface CheckFlags {
  /** A folder, or the URL of a running app. */
  target: string;
  format: Format;
  /** Absent when it was not given: what is shown and what counts then differ. */
  minSeverity?: Severity;
  rules: readonly string[];
  ignored: readonly string[];
  explain?: string;
  fix: boolean;
  yes: boolean;
  help: boolean;
  loginUrl?: string;
  logoutUrl?: string;
  form: Readonly<Record<string, string>>;
}

/** Reads the arguments after `check`. Throws a usage error for what it does not know. */
export function readCheckFlags(argv: readonly string[]): CheckFlags {
  const { values, positionals } = parseArguments(argv);
  const [target = ".", ...others] = positionals;
  if (others.length > 0) throw tooMany(positionals);
  const text = (name: CheckOptionName) => values[dashed(name)]?.at(-1);
  const flags: CheckFlags = {
    target,
    format: oneOf(formats, text("format") ?? "text", "--format"),
    minSeverity: severityIn(text("minSeverity")),
    rules: listed(values.rule),
    ignored: listed(values.ignore),
    explain: text("explain"),
    fix: values.fix !== undefined,
    yes: values.yes !== undefined,
    help: values.help !== undefined,
    loginUrl: text("loginUrl"),
    logoutUrl: text("logoutUrl"),
    form: Object.fromEntries((values.form ?? []).map(fieldIn)),
  };
  refuseContradictions(flags);
  return flags;
}

/** Whether a target is the URL of a running app and not a folder. */
export function isUrl(target: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(target);
}

function tooMany(positionals: readonly string[]): UserError {
  return usageError(
    "too-many-arguments",
    `one folder or URL is expected, but there are more: ${positionals.join(", ")}`,
    seeHelp,
  );
}

function severityIn(typed: string | undefined): Severity | undefined {
  return typed === undefined
    ? undefined
    : oneOf(severities, typed, "--min-severity");
}

function oneOf<Value extends string>(
  allowed: readonly Value[],
  typed: string,
  flag: string,
): Value {
  const found = allowed.find((value) => value === typed);
  if (found !== undefined) return found;
  throw usageError(
    "invalid-value",
    `${JSON.stringify(typed)} is not a value of ${flag}`,
    `${didYouMean(typed, allowed)}Allowed: ${allowed.join(", ")}.`,
  );
}

function listed(values: readonly string[] = []): string[] {
  const words = values.flatMap((value) => value.split(/[\s,]+/));
  return words.filter((word) => word !== "");
}

function fieldIn(typed: string): [string, string] {
  const cut = typed.indexOf("=");
  if (cut > 0) return [typed.slice(0, cut), typed.slice(cut + 1)];
  throw usageError(
    "invalid-value",
    `${JSON.stringify(typed)} is no field of a form`,
    "Give its name and value: --form user=alice",
  );
}

function refuseContradictions(flags: CheckFlags): void {
  const { target, loginUrl, logoutUrl, form, fix } = flags;
  const isForLive = loginUrl ?? logoutUrl ?? Object.keys(form)[0];
  if (!isUrl(target) && isForLive !== undefined) {
    throw usageError(
      "contradiction",
      `--login-url, --logout-url and --form are for a running app, but ${target} is a folder`,
      "Give the app's URL: create-session-app check http://localhost:3000 --login-url /login",
    );
  }
  if (isUrl(target) && fix) {
    throw usageError(
      "contradiction",
      "--fix changes files, but this is the URL of a running app",
      "Give the folder of its source: create-session-app check . --fix",
    );
  }
}
