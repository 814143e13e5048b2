import { UserError } from "../../errors.ts";
import type { Finding } from "../finding.ts";
import type { Exchange } from "./exchange.ts";
import type { IdentityVisits } from "./identity-visits.ts";
import { isShortLived } from "./judge-lifetime.ts";
import { symptom } from "./live-rules.ts";
import type { Observations } from "./observations.ts";
import { isAdopting, isShared } from "./observed.ts";
import { isRecognised } from "./recognised.ts";
import { sessionCookieIn } from "./session-cookie.ts";

/** Whether the app knows its own cookies again, and no others. */
export function judgeIdentity(seen: Observations): Finding[] {
  const { sides, first } = seen;
  const broken = withMalformed(sides.malformed, first.answer);
  return [...withIdentity(seen), ...broken];
}

/** One finding at most: what is wrong with ids first explains what comes after it. */
function withIdentity(seen: Observations): Finding[] {
  const { identity, session } = seen;
  if (!identity || !session || isShared(seen)) return [];
  const { name } = session.cookie;
  if (!isKept(identity, name))
    return isShortLived(seen) ? [] : [notKept(identity, name)];
  return isAdopting(seen)
    ? [withForged(identity)]
    : withTampered(identity, name);
}

function isKept({ id, owner }: IdentityVisits, name: string): boolean {
  const given = sessionCookieIn(owner, name);
  return given === undefined || given.id === id;
}

function notKept({ owner }: IdentityVisits, name: string): Finding {
  return symptom(
    "session-not-kept",
    owner,
    `The app answered its own cookie "${name}" with a new session: what it stores for a visitor is gone at the next request.`,
    "Call session() once when the app starts, not for each request, with one `secret` and one `store` that all processes share; and see whether the store's `set` and `get` fail.",
  );
}

function withForged({ forged }: IdentityVisits): Finding {
  return symptom(
    "forged-id-accepted",
    forged,
    "The app took a session id that it never made: an attacker can give a victim an id, and has the session when the victim has logged in.",
    "Remove the `genid` of session() that reads the request (a cookie, header or query), and whatever writes to `req.sessionID`.",
  );
}

function withTampered(
  { id, tampered, stranger, owner }: IdentityVisits,
  name: string,
): Finding[] {
  if (!isRecognised(tampered, id, { name, stranger, owner })) return [];
  return [
    symptom(
      "tampered-signature-accepted",
      tampered,
      "The app took its session id under a wrong signature: ids need not be signed by it, and every leaked or guessed id is a session.",
      "Let session() alone read its cookie: remove the middleware that reads or rewrites it, and give `secret` and `store` to session() only.",
    ),
  ];
}

function withMalformed(
  malformed: Exchange | UserError | undefined,
  usual: Exchange,
): Finding[] {
  if (malformed === undefined || usual.status >= 500) return [];
  const isGone = malformed instanceof UserError;
  if (!isGone && malformed.status < 500) return [];
  const effect = isGone
    ? "ended the connection without an answer"
    : `answered ${malformed.status}`;
  return [
    symptom(
      "malformed-cookie-error",
      usual,
      `For cookies with broken percent signs the app ${effect}: anybody can cause it, and who has such a cookie is locked out.`,
      "Catch what `decodeURIComponent` and `JSON.parse` throw where cookies are read by hand, or read them with cookie-parser.",
    ),
  ];
}
