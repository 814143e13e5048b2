import {
  cookieOptionMeantBy,
  cookieOptions,
  meantBy,
  sessionOptionMeantBy,
  sessionOptions,
  writtenNames,
} from "../option-names.ts";
import type { Place } from "../module.ts";
import type { Found, Rule } from "../rule.ts";
import { optionOf, type Session } from "../sessions.ts";
import { isCall, parentOf } from "../syntax.ts";
import { perSession } from "./per-session.ts";

/** Known from other session packages; express-session has nothing of the kind. */
const foreign =
  /^(?:ttl|duration|activeDuration|expiry|timeout|cookieName|age)$/i;

/** express-session passes over what it does not know, without a word. */
export const misplacedOption: Rule = {
  id: "misplaced-option",
  severity: "error",
  summary: "an option that express-session passes over",
  check: perSession((session) => inOptions(session) ?? inCookie(session)),
};

function inOptions(session: Session): Found | undefined {
  for (const { name, place } of writtenNames(session.options)) {
    if (sessionOptions.includes(name)) continue;
    const attribute = cookieOptionMeantBy(name);
    if (attribute) {
      const message = `\`${name}\` is an option of \`cookie\`; express-session passes over it here.`;
      return {
        place,
        message,
        fix: `Move it: \`cookie: { ${attribute}: … }\`.`,
      };
    }
    const meant = sessionOptionMeantBy(name);
    if (meant) return misspelt({ name, meant, place });
    if (foreign.test(name) || isInline(session, place)) {
      const message = `express-session has no option \`${name}\` and passes over it.`;
      return {
        place,
        message,
        fix: "Use `cookie: { maxAge: … }` in milliseconds.",
      };
    }
  }
  return undefined;
}

/** Written in the call itself, so for express-session and nobody else. */
function isInline(
  { place: { node } }: Session,
  { node: property }: Place,
): boolean {
  const above = parentOf(property);
  return (
    isCall(node) &&
    above !== undefined &&
    node.arguments.some((arg) => arg === above)
  );
}

function inCookie(session: Session): Found | undefined {
  for (const { name, place } of writtenNames(optionOf(session, "cookie"))) {
    if (cookieOptions.includes(name)) continue;
    const meant = meantBy(name, cookieOptions);
    if (meant) return misspelt({ name, meant, place });
    if (sessionOptions.includes(name) && name !== "key" && name !== "name") {
      const message = `\`${name}\` is passed over inside of \`cookie\`.`;
      return { place, message, fix: "Move it out of `cookie`." };
    }
  }
  return undefined;
}

function misspelt({
  name,
  meant,
  place,
}: {
  name: string;
  meant: string;
  place: Found["place"];
}): Found {
  const message = `\`${name}\` is not an option, so express-session passes over it; the name is \`${meant}\`.`;
  return { place, message, fix: `Rename it to \`${meant}\`.` };
}
