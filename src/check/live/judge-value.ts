import { createHmac } from "node:crypto";
import type { Finding } from "../finding.ts";
import { knownSecrets } from "./known-secrets.ts";
import { symptom } from "./live-rules.ts";
import type { Observations, Session } from "./observations.ts";
import { freshIds, isShared } from "./observed.ts";

/** What the cookie's value gives away: a secret that everybody knows, ids that can be guessed or are shared. */
export function judgeValue(seen: Observations): Finding[] {
  const { session } = seen;
  if (!session) return [];
  return [...withKnownSecret(session), ...withBadIds(seen, session)];
}

function withKnownSecret({ cookie, setBy }: Session): Finding[] {
  const { id, name, signature } = cookie;
  const secret = knownSecrets.find(
    (known) => signatureOf(id, known) === signature,
  );
  if (secret === undefined) return [];
  const hint = `${secret.slice(0, 1)}…${secret.slice(-1)}, ${secret.length} characters`;
  return [
    symptom(
      "secret-hardcoded",
      setBy,
      `The cookie "${name}" is signed with a secret that stands in tutorials (${hint}): anybody can sign any id.`,
      "Read `secret` of session() from the environment, `process.env.SESSION_SECRET`, and put 32 random bytes there.",
    ),
  ];
}

function withBadIds(seen: Observations, { cookie, setBy }: Session): Finding[] {
  const fix =
    "Remove `genid` from the options of session(): express-session makes 24 random bytes by itself.";
  if (isShared(seen))
    return [
      symptom(
        "shared-session-id",
        setBy,
        "Two visitors without a cookie got the same session id: they share one session, and who logs in logs in all of them.",
        `${fix} If there is none, a cache in front of the app keeps the response: send \`Cache-Control: no-store\`.`,
      ),
    ];
  const bits = Math.floor(entropyOf([...freshIds(seen), cookie.id]));
  if (bits >= 64) return [];
  return [
    symptom(
      "weak-session-id",
      setBy,
      `The session ids of two visitors differ in ${bits} bits at most, and 64 are needed: they can be guessed.`,
      fix,
    ),
  ];
}

/** Signs as express-session does. */
function signatureOf(id: string, secret: string): string {
  const digest = createHmac("sha256", secret).update(id).digest("base64");
  return digest.replace(/=+$/, "");
}

/** At most how many bits of an id cannot be told from another one: counters, dates and machines are alike at their ends. */
function entropyOf([one = "", ...others]: readonly string[]): number {
  const letters = /^[\d.]+$/.test(one)
    ? 10
    : /^[\da-f-]+$/i.test(one)
      ? 16
      : /^[\da-z-]+$/.test(one)
        ? 36
        : 64;
  const lengths = others
    .filter((other) => other !== one)
    .map(
      (other) =>
        one.length - alike(one, other) - alike(reversed(one), reversed(other)),
    );
  return Math.min(one.length, ...lengths) * Math.log2(letters);
}

/** How many characters two texts have in common at the beginning. */
function alike(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join("");
}
