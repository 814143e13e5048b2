import { visible } from "../../controls.ts";
import type { CheckResult, Finding, Unreadable } from "../finding.ts";
import { judgeAttributes } from "./judge-attributes.ts";
import { judgeIdentity } from "./judge-identity.ts";
import { judgeLifetime } from "./judge-lifetime.ts";
import { judgeLogin } from "./judge-login.ts";
import { judgeSpread } from "./judge-spread.ts";
import { judgeTransport } from "./judge-transport.ts";
import { judgeValue } from "./judge-value.ts";
import { notesOn } from "./notes.ts";
import { type Observations, observe } from "./observations.ts";
import { createSend, type SendOptions } from "./send.ts";
import { readTarget, shownUrl } from "./target.ts";

export interface LiveOptions extends SendOptions {
  /** Where the login form is sent: a path or URL of the same origin. Without it nothing is posted to a login. */
  loginUrl?: string;
  /** The fields of the login form by name; hidden ones are read from its page. */
  form?: Readonly<Record<string, string>>;
  /** Where the logout is: a path or URL of the same origin. */
  logoutUrl?: string;
  /** Called with each remark on what was seen and is not wrong; a sentence. */
  onNote?: (note: string) => void;
}

/**
 * Asks a running app, by at most 16 harmless requests, what is wrong with its sessions. In the result `file` is the URL
 * that showed it, and `unreadable` names what could not be checked. Throws a usage error for a wrong URL, a UserError
 * (`failed`) when the app cannot be reached, and what `signal` was aborted with.
 */
export async function checkUrl(
  url: string,
  options: LiveOptions = {},
): Promise<CheckResult> {
  const target = readTarget(url, options);
  const seen = await observe(target, createSend(options), options.signal);
  for (const note of notesOn(seen)) options.onNote?.(visible(note));
  const found = judges.flatMap((judge) => judge(seen));
  // One app has one session(): the first response that shows a fault is enough.
  const findings = new Map(
    found.toReversed().map((finding) => [finding.rule, finding]),
  );
  return {
    findings: [...findings.values()].toReversed(),
    unreadable: unreadableOf(seen),
  };
}

const judges: readonly ((seen: Observations) => Finding[])[] = [
  judgeTransport,
  judgeAttributes,
  judgeLifetime,
  judgeValue,
  judgeSpread,
  judgeIdentity,
  judgeLogin,
];

/** What was asked for and could not be checked. */
function unreadableOf({ first, login, logout }: Observations): Unreadable[] {
  const { answer } = first;
  const told: [URL, string][] = [];
  if (answer.status === 404 || answer.status >= 500)
    told.push([
      answer.url,
      `it answers ${answer.status}, so little could be seen`,
    ]);
  if (login?.refusal)
    told.push([
      login.url,
      `it looks as if the login was refused (${login.refusal}): see what --form gives, and what the form takes`,
    ]);
  if (logout && logout.answer.status >= 400)
    told.push([
      logout.url,
      `the logout was refused (it answers ${logout.answer.status})`,
    ]);
  return told.map(([url, message]) => ({
    file: shownUrl(url),
    line: 0,
    message: visible(message),
  }));
}
