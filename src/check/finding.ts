/** How bad it is: an error breaks or endangers sessions, a warning usually does, an info is worth a thought. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** One thing that is wrong, at the line of the option or call that makes it so. */
export interface Finding {
  /** The rule's id, such as `secret-hardcoded`; relied on by users' ignore lists. */
  rule: string;
  severity: Severity;
  /** Relative to the checked folder, with slashes; for a running app the URL that showed it. */
  file: string;
  /** Counted from 1; 0 where there is no file. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** What is wrong and why, one sentence. */
  message: string;
  /** The change to make, one sentence or a line of code. */
  fix: string;
}

/** A file that could not be read or parsed; the rest was checked. */
export interface Unreadable {
  file: string;
  line: number;
  message: string;
}

/** What a check found, before severities and ignore lists are applied. */
export interface CheckResult {
  findings: readonly Finding[];
  unreadable: readonly Unreadable[];
}
