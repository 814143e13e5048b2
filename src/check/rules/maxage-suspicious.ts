import { isExternal } from "../external.ts";
import { literalOf } from "../literals.ts";
import type { Found, Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf, type Session } from "../sessions.ts";
import { type Node, unwrap } from "../syntax.ts";
import type { Possibility } from "../value.ts";
import { isDate } from "./cookie-expires-static.ts";
import { perSession } from "./per-session.ts";

/** Days that people write in seconds. */
const usualDays = [1, 2, 3, 5, 7, 10, 14, 15, 21, 28, 30, 31, 60, 90, 180, 365];
const usualSeconds = new Set(usualDays.map((days) => days * 86_400));

/** maxAge is a number of milliseconds from each response on. */
export const maxAgeSuspicious: Rule = {
  id: "maxage-suspicious",
  severity: "warning",
  summary: "maxAge does not look like milliseconds",
  check: perSession((session) => {
    const maxAge = optionOf(session, "cookie", "maxAge");
    if (isEverywhere(maxAge, isVariable))
      return found(session, maxAge, "is a string");
    for (const part of maxAge) {
      const reason = reasonOf(part);
      if (reason) return found(session, maxAge, reason);
    }
    return undefined;
  }),
};

/** Variables of the environment are strings, which express-session refuses. */
const isVariable = isExternal(/^process\.env\.\w+$/);

function found(
  session: Session,
  maxAge: readonly Possibility[],
  reason: string,
): Found {
  return {
    place: placeOf(session, maxAge),
    message: `maxAge is a number of milliseconds from each response on; this ${reason}.`,
    fix: "Write it as a product: `maxAge: 7 * 24 * 60 * 60 * 1000`.",
  };
}

function reasonOf(part: Possibility): string | undefined {
  if (isDate(part)) return "is a point in time";
  const value = literalOf(part)?.value;
  if (typeof value === "string" && value !== "") return "is a string";
  if (typeof value !== "number" || !(value > 0)) return undefined;
  return isSeconds(value, part) ? "looks like seconds" : undefined;
}

function isSeconds(value: number, { source }: Possibility): boolean {
  const node = source && unwrap(source.node);
  if (node?.type === "BinaryExpression") {
    return !hasThousand(node) && value < 86_400 * 400;
  }
  const isOdd = value < 10_000 && value % 1000 !== 0;
  return (
    isOdd || usualSeconds.has(value) || (value < 60_000 && value % 3600 === 0)
  );
}

/** Whether milliseconds are among the factors. */
function hasThousand(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "BinaryExpression") {
    return hasThousand(inner.left) || hasThousand(inner.right);
  }
  if (inner.type === "NumericLiteral") return inner.value % 1000 === 0;
  return inner.type !== "StringLiteral";
}
