import { type Possibility, under, union, type Value } from "./value.ts";

type Primitive = string | number | boolean | null | undefined;

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
          const isKnown =
            a.what.kind === "literal" && b.what.kind === "literal";
          if (!isKnown) return { ...b, what: { kind: "unknown" } };
          const value = combine(literalOf(a), literalOf(b));
          return { ...a, when: b.when, what: { kind: "literal", value } };
        }),
      ),
    ),
  );
}

function literalOf({ what }: Possibility): Primitive {
  return what.kind === "literal" ? what.value : undefined;
}

/** Each literal changed; unknown for all else. */
export function mapLiterals(
  value: Value,
  change: (inner: Primitive) => Primitive,
): Value {
  return value.map((possibility) => {
    const isKnown = possibility.what.kind === "literal";
    if (!isKnown) return { ...possibility, what: { kind: "unknown" } };
    return {
      ...possibility,
      what: { kind: "literal", value: change(literalOf(possibility)) },
    };
  });
}
