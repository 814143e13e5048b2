import type * as t from "@babel/types";
import { hasHttps } from "../https-evidence.ts";
import {
  cookieOptionMeantBy,
  cookieOptions,
  meantBy,
  sessionOptionMeantBy,
} from "../option-names.ts";
import { rangeOf } from "../ranges.ts";
import { optionOf } from "../sessions.ts";
import { keyOf, unwrap } from "../syntax.ts";
import { durationIn } from "./fix-expires.ts";
import {
  type Broken,
  codeOf,
  type Fixer,
  type Fixing,
  hasKey,
  isUnset,
  type ObjectLiteral,
  onlyLiteral,
  propertyAt,
  writtenElsewhere,
} from "./fixer.ts";
import {
  addProperty,
  leaveComment,
  removeProperty,
  renameProperty,
} from "./object-edits.ts";

/** Renames a misspelt option, and moves one of the cookie into `cookie`. */
export const placeOption: Fixer = (broken) => {
  const { session, place } = broken;
  const property = propertyAt(place);
  const name = property && keyOf(property);
  const options = onlyLiteral(session.options);
  if (!property || name === undefined || !options) return writtenElsewhere;
  const cookie = onlyLiteral(optionOf(session, "cookie"));
  if (cookie?.node.properties.includes(property)) {
    const meant = meantBy(name, cookieOptions);
    if (!meant) return { refused: "it belongs out of `cookie`" };
    return inCookie(broken, property, meant, () =>
      rename(broken, property, meant, cookie),
    );
  }
  if (!options.node.properties.includes(property)) return writtenElsewhere;
  const attribute = cookieOptionMeantBy(name);
  if (attribute) {
    return inCookie(broken, property, attribute, (is, code) =>
      move(broken, property, `${is}: ${code}`, is),
    );
  }
  const meant = sessionOptionMeantBy(name);
  if (meant) return rename(broken, property, meant, options);
  return { refused: "express-session has no such option" };
};

/** Lets an attribute come into force, unless that would harm. */
function inCookie(
  { place, project }: Broken,
  property: t.ObjectProperty,
  attribute: string,
  put: (attribute: string, code: string) => Fixing,
): Fixing {
  const { file, text } = place.module;
  const value = unwrap(property.value);
  const isFalse = value.type === "BooleanLiteral" && !value.value;
  if (attribute === "httpOnly" && isFalse) {
    return { file, edits: [removeProperty(text, property)] };
  }
  if (attribute === "secure" && !isFalse && !hasHttps(project)) {
    return {
      refused:
        "the cookie would then never be set, because nothing tells that the app gets HTTPS; see cookie-secure-without-https",
    };
  }
  if (value.type === "StringLiteral" && /^none$/i.test(value.value)) {
    return {
      refused: "browsers would then refuse the cookie if it is not Secure",
    };
  }
  if (attribute === "maxAge" && isShort(value)) {
    return {
      refused: "`maxAge` counts milliseconds, and this looks like seconds",
    };
  }
  if (attribute === "expires") {
    const duration = durationIn(place.module, value);
    if (duration !== undefined) return put("maxAge", duration);
    return { refused: "`expires` is reckoned once; use `cookie: { maxAge }`" };
  }
  return put(attribute, codeOf(place.module, property.value));
}

function isShort(value: t.Node): boolean {
  return value.type === "NumericLiteral" && value.value < 60_000;
}

function rename(
  { place }: Broken,
  property: t.ObjectProperty,
  name: string,
  object: ObjectLiteral,
): Fixing {
  if (hasKey(object, name)) return alreadyThere(name);
  return {
    file: place.module.file,
    edits: [renameProperty(property, name)],
  };
}

function move(
  { place, session }: Broken,
  property: t.ObjectProperty,
  code: string,
  attribute: string,
): Fixing {
  const { file, text } = place.module;
  const cookie = optionOf(session, "cookie");
  if (isUnset(cookie)) {
    const edit = { ...rangeOf(property), text: `cookie: { ${code} }` };
    return { file, edits: [edit] };
  }
  const literal = onlyLiteral(cookie);
  if (literal?.module !== place.module) return writtenElsewhere;
  const rivals = attribute === "maxAge" ? ["maxAge", "expires"] : [attribute];
  const rival = rivals.find((name) => hasKey(literal, name));
  if (rival) return alreadyThere(rival);
  const added = addProperty(text, literal.node, code);
  return { file, edits: [leaveComment(text, property), ...added] };
}

function alreadyThere(name: string): Fixing {
  return { refused: `there is a \`${name}\` already; remove one of them` };
}
