import { usageError } from "../errors.ts";
import { type Interrupts, stoppedBy, watchSignals } from "../interrupts.ts";
import { print } from "../output.ts";
import { mayAsk } from "../terminal.ts";
import { confirm } from "./confirm.ts";
import type { CheckResult } from "./finding.ts";
import type { CheckFlags } from "./flags.ts";
import { checkUrl } from "./live/check-url.ts";
import { isLocal } from "./live/target.ts";

/** Asks the running app at a URL, after it was said on standard error, and agreed to where the host is not local. */
export async function checkRunningApp(flags: CheckFlags): Promise<CheckResult> {
  const { target, loginUrl, logoutUrl, form, format } = flags;
  const interrupts = watchSignals();
  if (!isLocal(target) && !flags.yes) await agree(flags, interrupts);
  const stop = new AbortController();
  interrupts.onSignal((signal) => stop.abort(stoppedBy(signal, "")));
  print(2, `Asking ${hostOf(target)} with a dozen harmless requests.\n`);
  const tell = (text: string) => format === "text" && print(2, text);
  return checkUrl(target, {
    ...{ loginUrl, logoutUrl, form, signal: stop.signal },
    onRequest: ({ method, url, purpose }) =>
      tell(`  ${method} ${url} (${purpose})\n`),
    onNote: (note) => tell(`note: ${note}\n`),
  });
}

async function agree(
  { target, format }: CheckFlags,
  interrupts: Interrupts,
): Promise<void> {
  const host = hostOf(target);
  if (!(await mayAsk({ json: format !== "text" }, process.env))) {
    throw usageError(
      "not-local",
      `${host} is not this computer, and nobody can be asked whether it is yours`,
      "If it is, add --yes: it is sent a dozen harmless requests.",
    );
  }
  const question = `${host} is not this computer. Is it yours, and may it get a dozen harmless requests?`;
  if (await confirm(question, "Nothing was sent.", interrupts)) return;
  throw stoppedBy(undefined, "Nothing was sent.");
}

function hostOf(target: string): string {
  return URL.canParse(target) ? new URL(target).host : target;
}
