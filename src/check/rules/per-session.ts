import type { Project } from "../project.ts";
import type { Found } from "../rule.ts";
import {
  inProduction,
  isEverywhere,
  optionOf,
  placeOf,
  type Session,
} from "../sessions.ts";
import type { Possibility, Value } from "../value.ts";

type Check = (project: Project) => Found[];

/** A check that looks at one session at a time and finds at most one thing. */
export function perSession(
  check: (session: Session, project: Project) => Found | undefined,
): Check {
  return (project) =>
    project.sessions.flatMap((session) => check(session, project) ?? []);
}

/** The same, for what matters only when the session is used in production. */
export function perProductionSession(
  check: (session: Session, project: Project) => Found | undefined,
): Check {
  return perSession((session, project) =>
    session.when.in === "development" ? undefined : check(session, project),
  );
}

/** A check of one option, that tells something where all that it may be is wrong. */
export function perOption(
  path: readonly string[],
  isWrong: Test,
  told: Told,
): Check {
  return perSession((session) =>
    foundAt(session, optionOf(session, ...path), isWrong, told),
  );
}

/** The same, by what the option may be in production. */
export function perProductionOption(
  path: readonly string[],
  isWrong: Test,
  told: Told,
): Check {
  return perProductionSession((session) => {
    const value = inProduction(optionOf(session, ...path));
    return foundAt(session, value, isWrong, told);
  });
}

type Test = (possibility: Possibility) => boolean;
type Told = Omit<Found, "place">;

function foundAt(
  session: Session,
  value: Value,
  isWrong: Test,
  told: Told,
): Found | undefined {
  if (!isEverywhere(value, isWrong)) return undefined;
  return { place: placeOf(session, value), ...told };
}
