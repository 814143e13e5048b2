import { step } from "./budget.ts";
import type { Place } from "./module.ts";
import type { Value } from "./value.ts";

/** What express-session reads from its options. */
export const sessionOptions = [
  ...["cookie", "genid", "key", "name", "proxy", "resave", "rolling"],
  ...["saveUninitialized", "secret", "store", "unset"],
];

/** What it reads from `cookie`. */
export const cookieOptions = [
  ...["maxAge", "expires", "path", "domain", "secure", "httpOnly", "sameSite"],
  ...["partitioned", "priority", "originalMaxAge"],
];

/** The names written into what a value may be, and where. */
export function writtenNames(value: Value): WrittenName[] {
  return step(() => namesIn(value), []);
}

interface WrittenName {
  readonly name: string;
  readonly place: Place;
}

function namesIn(value: Value): WrittenName[] {
  return value.flatMap(({ what }) => {
    if (what.kind !== "object") return [];
    return what.entries.flatMap(({ path, place, value: inner }) => {
      if (path?.length === 0) return writtenNames(inner());
      const name = path?.[0];
      return name !== undefined && place ? [{ name, place }] : [];
    });
  });
}

/** The option that a misspelt name means; undefined for a right name and for one that is like none. */
export function meantBy(
  name: string,
  options: readonly string[],
): string | undefined {
  if (options.includes(name)) return undefined;
  const plain = simplified(name);
  return options.find((option) => {
    const right = simplified(option);
    return right === plain || (plain.length > 5 && isOneOff(right, plain));
  });
}

/** The option of `cookie` that is meant by one beside it. */
export function cookieOptionMeantBy(name: string): string | undefined {
  return cookieOptions.includes(name) ? name : meantBy(name, cookieOptions);
}

/** The option of session() that a misspelt one means. */
export function sessionOptionMeantBy(name: string): string | undefined {
  return name === "cookies" ? "cookie" : meantBy(name, sessionOptions);
}

/** Case, separators and British spelling aside. */
function simplified(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace("initialis", "initializ")
    .replace("unitial", "uninitial");
}

/** Whether one letter is too many, too few or wrong, or two are swapped. */
function isOneOff(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [x, y] = [a.slice(start), b.slice(start)];
  const isOne =
    x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
  const isSwap = x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  return isOne || isSwap;
}
