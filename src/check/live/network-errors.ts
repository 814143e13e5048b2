import { UserError } from "../../errors.ts";
import { hostOf } from "./target.ts";

/** Why a request got no answer, as one sentence. `timeout` is in milliseconds. */
export function unreachable(
  url: URL,
  error: unknown,
  timeout: number,
): UserError {
  const { origin } = url;
  const [message, hint] =
    told(url, codeOf(error), timeout) ??
    ([`${origin} could not be reached: ${messageOf(error)}.`] as const);
  return new UserError("failed", "unreachable", message, hint, {
    cause: error,
  });
}

/** Whether an error says that a request got no answer. */
export function isUnreachable(error: unknown): error is UserError {
  return error instanceof UserError && error.code === "unreachable";
}

/** The end of a check that took too long; `limit` is in milliseconds. */
export function outOfTime({ origin }: URL, limit: number): UserError {
  return new UserError(
    "failed",
    "too-slow",
    `${origin} answers so slowly that the check ended after ${limit / 1000} seconds.`,
  );
}

/** The message and what to do, for the errors that people meet. */
function told(
  url: URL,
  code: string,
  timeout: number,
): readonly [string, string?] | undefined {
  const { origin, protocol } = url;
  if (code === "ECONNREFUSED")
    return [
      `Nothing answers at ${origin}.`,
      "Start the app first, and check the port.",
    ];
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
    return [`There is no host named ${hostOf(url)}.`];
  if (/^(ABORT_ERR|TimeoutError|ETIMEDOUT)$/.test(code))
    return [`${origin} did not answer within ${timeout / 1000} seconds.`];
  if (/^(EPROTO|ERR_SSL_.*)$/.test(code))
    return [
      `${origin} does not speak HTTPS as it should (${code}).`,
      `If it speaks HTTP: ${origin.replace("https:", "http:")}`,
    ];
  if (/^(ECONNRESET|EPIPE|HPE_.*)$/.test(code))
    return [
      `${origin} closed the connection without an answer in HTTP (${code}).`,
      protocol === "http:"
        ? `If it speaks HTTPS: ${origin.replace("http:", "https:")}`
        : undefined,
    ];
  if (/CERT|SELF_SIGNED|ALTNAME|SIGNATURE/.test(code))
    return [
      `The certificate of ${origin} is not to be trusted (${code}).`,
      "Browsers refuse it as well: renew it, or send the whole chain.",
    ];
  return undefined;
}

function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  // Happy eyeballs: several addresses were tried, and each failed.
  const [first] = error instanceof AggregateError ? error.errors : [];
  return code ?? (first as NodeJS.ErrnoException | undefined)?.code ?? name;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
