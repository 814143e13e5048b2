import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import { literalOf } from "./literals.ts";
import {
  inProduction,
  isEverywhere,
  optionOf,
  type Session,
} from "./sessions.ts";
import { isCall, isMember, type Node, unwrap } from "./syntax.ts";
import {
  type ExternalValue,
  type Possibility,
  under,
  type Value,
} from "./value.ts";

/** Made anew at each start. */
export const isRandom = isExternal(
  /randomBytes|randomUUID|randomFill|^(?:uuid|nanoid|cuid|ulid|uid-safe|randomstring|shortid|crypto-random-string|generate-password|hat|uniqid)\b.*\(\)|^Math\.random\(\)|^Date\.now\(\)|^new Date\(\)/,
);

const reckoned =
  /^(?:crypto\.create(?:Hash|Hmac)|Buffer\.from|md5|sha1|sha256|js-sha256|crypto-js[\w./]*)\(\)/;

/** The possible secrets of a session in production; those of a list of secrets one by one. */
export function secretOf(session: Session): Value {
  const value = inProduction(optionOf(session, "secret"));
  return value.flatMap((possibility): Value => {
    const { what, when } = possibility;
    if (what.kind !== "array") return [possibility];
    return what.elements().flatMap((element) =>
      under(when, element).map((part) => ({
        ...part,
        ...(possibility.option && { option: possibility.option }),
      })),
    );
  });
}

/** A literal, or something that is reckoned from literals alone, such as a hash of one. */
export function isLiteralSecret(possibility: Possibility): boolean {
  const { what } = possibility;
  if (what.kind === "external")
    return reckoned.test(what.name) && isOfLiterals(what);
  const literal = literalOf(possibility);
  return typeof literal?.value === "string"
    ? literal.value !== ""
    : typeof literal?.value === "number";
}

/** Whether all calls on the way have literal arguments only. */
function isOfLiterals({ call }: ExternalValue): boolean {
  if (!call) return false;
  const { node, ...place } = call;
  let isLiteral = true;
  for (let at: Node = node; isLiteral && (isCall(at) || isMember(at));) {
    if (isCall(at)) {
      const values = at.arguments.map((arg) =>
        evaluate({ ...place, node: arg }),
      );
      isLiteral = values.every((value) =>
        isEverywhere(value, (part) => part.what.kind === "literal"),
      );
    }
    at = unwrap(isCall(at) ? at.callee : at.object);
  }
  return isLiteral;
}
