import { cookieParserSecret } from "../cookie-parser.ts";
import { literalOf } from "../literals.ts";
import type { Found, Rule } from "../rule.ts";
import { isLiteralSecret, secretOf } from "../secret.ts";
import { isEverywhere, placeOf, type Session } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import type { Value } from "../value.ts";
import { perProductionSession } from "./per-session.ts";

const fix =
  "Read it from the environment: `secret: process.env.SESSION_SECRET`.";

/** A secret that stands in the code signs the cookie. */
export const secretHardcoded: Rule = {
  id: "secret-hardcoded",
  severity: "error",
  summary: "the secret that signs the cookie stands in the code",
  check: perProductionSession((session) => {
    const secret = secretOf(session);
    if (isEverywhere(secret, isFalsy)) return signedBy(session);
    if (!isHardcoded(secret)) return undefined;
    return {
      place: placeOf(session, secret),
      message: messageFor(secret),
      fix,
    };
  }),
};

/** A literal for certain, alone or in a list of secrets. */
function isHardcoded(secret: Value): boolean {
  const isSure = secret.some((part) => isLiteralSecret(part) && part.when.sure);
  return isSure || isEverywhere(secret, isLiteralSecret);
}

/** express-session falls back on the secret of cookie-parser. */
function signedBy(session: Session): Found | undefined {
  const signing = cookieParserSecret(session);
  if (!signing || !isHardcoded(signing.secret)) return undefined;
  return { place: signing.place, message: messageFor(signing.secret), fix };
}

function messageFor(secret: Value): string {
  const isQuoted = secret.some((part) =>
    /^(?:process|import\.meta)\.env\b/.test(String(literalOf(part)?.value)),
  );
  return isQuoted
    ? "The quotes make the name of the variable the secret itself, so everyone can forge a session."
    : "The secret that signs the session cookie stands in the code, so everyone who reads the code can forge a session.";
}
