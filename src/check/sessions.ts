import { conditionOf } from "./conditions.ts";
import { evaluate } from "./evaluate.ts";
import { memberOf } from "./evaluate-members.ts";
import type { Module, Place } from "./module.ts";
import type { CallNode } from "./syntax.ts";
import { isFalsy } from "./truthiness.ts";
import {
  isMissing,
  literal,
  one,
  type Possibility,
  under,
  union,
  type Value,
  type When,
} from "./value.ts";

/** One call of express-session. */
export interface Session {
  readonly place: Place;
  /** The first argument; an object without entries when there is none. */
  readonly options: Value;
  /** When the call is reached. */
  readonly when: When;
  /** `express.session()` of Express 3. */
  readonly isExpress3: boolean;
}

const callable = /^(?:express-session|(?:express|connect)\.session)$/;

/** The calls of express-session in files that mention it. */
export function findSessions(modules: readonly Module[]): Session[] {
  return modules.flatMap((module) =>
    module.calls.flatMap((call) => {
      if (call.type === "NewExpression") return [];
      const name = calledPackage(module, call);
      return name ? sessionOf(module, call, name !== "express-session") : [];
    }),
  );
}

function calledPackage(module: Module, call: CallNode): string | undefined {
  for (const { what } of evaluate({ module, node: call.callee })) {
    if (what.kind === "external" && callable.test(what.name)) return what.name;
  }
  return undefined;
}

function sessionOf(
  module: Module,
  node: CallNode,
  isExpress3: boolean,
): Session[] {
  const when = conditionOf({ module, node });
  if (!when) return [];
  const [argument] = node.arguments;
  const given = argument
    ? evaluate({ module, node: argument })
    : literal(undefined);
  const options = union(...given.map(asObject));
  return [{ place: { module, node }, options, when, isExpress3 }];
}

function asObject(part: Possibility): Value {
  const isNothing = part.what.kind === "literal";
  return isNothing
    ? under(part.when, one({ kind: "object", entries: [] }))
    : [part];
}

/** An option of a session: `optionOf(session, "cookie", "secure")`. Nothing in nothing is missing. */
export function optionOf({ options }: Session, ...path: string[]): Value {
  return path.reduce(
    (value, key) =>
      union(
        ...value.map((part) =>
          isFalsy(part)
            ? under(part.when, literal(undefined))
            : memberOf([part], key),
        ),
      ),
    options,
  );
}

/** Whether there is a value and all that it may be passes. */
export function isEverywhere(
  value: Value,
  test: (possibility: Possibility) => boolean,
): boolean {
  return value.length > 0 && value.every(test);
}

/** What of a value can come up in production. */
export function inProduction(value: Value): Value {
  return value.filter(({ when }) => when.in !== "development");
}

/** Where an option is written, else the call. */
export function placeOf(session: Session, value: Value): Place {
  const written = value.find((part) => !isMissing(part) && part.option);
  return (
    written?.option ??
    value.find(({ option }) => option)?.option ??
    session.place
  );
}
