import {
  type LiteralValue,
  type Possibility,
  under,
  union,
  type Value,
} from "./value.ts";

type Primitive = LiteralValue["value"];

/** The literal that a possibility is; undefined for anything else. */
export function literalOf({ what }: Possibility): LiteralValue | undefined {
  return what.kind === "literal" ? what : undefined;
}

/** The literal that is all a value can be. */
export function singleLiteral([first, ...others]: Value):
  LiteralValue | undefined {
  return first && others.length === 0 ? literalOf(first) : undefined;
}

/** What an operator makes of two literals; undefined for operators that no option uses. */
export function calculate(
  operator: string,
  a: Primitive,
  b: Primitive,
): Primitive {
  if (operator === "+" && (typeof a === "string" || typeof b === "string")) {
    return `${a}${b}`;
  }
  const [x, y] = [Number(a), Number(b)];
  if (operator === "+") return x + y;
  if (operator === "-") return x - y;
  if (operator === "*") return x * y;
  if (operator === "/") return x / y;
  if (operator === "**") return x ** y;
  return operator === "%" ? x % y : undefined;
}

/** Every pair of possibilities put together; unknown where one is no literal. */
export function combineLiterals(
  left: Value,
  right: Value,
  combine: (a: Primitive, b: Primitive) => Primitive,
): Value {
  return union(
    ...left.map((a) =>
      under(
        a.when,
        right.map((b) => {
          const [x, y] = [literalOf(a), literalOf(b)];
          if (!x || !y) return { ...b, what: { kind: "unknown" } };
          const value = combine(x.value, y.value);
          return { ...a, when: b.when, what: { kind: "literal", value } };
        }),
      ),
    ),
  );
}

/** Each literal changed; unknown for all else. */
export function mapLiterals(
  value: Value,
  change: (inner: Primitive) => Primitive,
): Value {
  return value.map((possibility) => {
    const known = literalOf(possibility);
    if (!known) return { ...possibility, what: { kind: "unknown" } };
    return {
      ...possibility,
      what: { kind: "literal", value: change(known.value) },
    };
  });
}
