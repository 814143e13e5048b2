/** What a process that ends this way tells its caller; the numbers are part of the contract. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  conflict: 3,
  bug: 70,
  cancelled: 130,
  terminated: 143,
} as const;

export type Outcome = Exclude<keyof typeof exitCodes, "done" | "bug">;

/**
 * Something the user can mend: shown as `error: message` and a hint, never with a stack.
 * `code` is stable and machine-readable (it stands in the `--json` document).
 */
export class UserError extends Error {
  override readonly name = "UserError";

  readonly outcome: Outcome;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(
    outcome: Outcome,
    code: string,
    message: string,
    hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.outcome = outcome;
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return exitCodes[this.outcome];
  }
}

/** The user called the program wrongly: exit code 2. */
export function usageError(
  code: string,
  message: string,
  hint?: string,
): UserError {
  return new UserError("usage", code, message, hint);
}
