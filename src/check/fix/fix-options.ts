import { optionOf } from "../sessions.ts";
import { unwrap } from "../syntax.ts";
import {
  type Fixer,
  type Fixing,
  hasKey,
  isUnset,
  type ObjectLiteral,
  onlyLiteral,
  propertyAt,
  writtenElsewhere,
} from "./fixer.ts";
import { quoted } from "./layout.ts";
import {
  addProperty,
  removeProperty,
  renameProperty,
  replaceValue,
} from "./object-edits.ts";

/** Sets an option of session() to false, which is missing or true. */
export function setFalse(name: string): Fixer {
  return ({ session, place }) => {
    const property = propertyAt(place);
    if (property) {
      const { file } = place.module;
      const isTrue = unwrap(property.value).type === "BooleanLiteral";
      if (!isTrue || property.shorthand) return writtenElsewhere;
      return { file, edits: [replaceValue(property, "false")] };
    }
    const options = onlyLiteral(session.options);
    if (!options || place.node !== session.place.node) return writtenElsewhere;
    return add(options, `${name}: false`);
  };
}

/** Adds `sameSite: "lax"` to the cookie, and the cookie where there is none. */
export const addSameSite: Fixer = ({ session, place }) => {
  const { file, text } = place.module;
  const property = propertyAt(place);
  const lax = (code: string) => quoted("lax", code);
  if (property) {
    if (property.shorthand) return writtenElsewhere;
    return { file, edits: [replaceValue(property, lax(text))] };
  }
  const options = onlyLiteral(session.options);
  const cookie = optionOf(session, "cookie");
  if (options && isUnset(cookie)) {
    const code = `cookie: { sameSite: ${lax(options.module.text)} }`;
    return add(options, code);
  }
  const literal = onlyLiteral(cookie);
  if (!literal) return writtenElsewhere;
  return add(literal, `sameSite: ${lax(literal.module.text)}`);
};

/** Removes `httpOnly: false`: the default is right. */
export const removeHttpOnly: Fixer = ({ place }) => {
  const property = propertyAt(place);
  if (!property) return writtenElsewhere;
  const { file, text } = place.module;
  return { file, edits: [removeProperty(text, property)] };
};

/** `key` to `name`. */
export const keyToName: Fixer = ({ session, place }) => {
  const property = propertyAt(place);
  const options = onlyLiteral(session.options);
  if (!property || !options) return writtenElsewhere;
  if (hasKey(options, "name")) {
    return { refused: "there is a `name` as well, which is what counts" };
  }
  return {
    file: place.module.file,
    edits: [renameProperty(property, "name")],
  };
};

function add({ module, node }: ObjectLiteral, code: string): Fixing {
  return { file: module.file, edits: addProperty(module.text, node, code) };
}
