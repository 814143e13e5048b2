import type { Project } from "../project.ts";
import type { Found } from "../rule.ts";
import type { Session } from "../sessions.ts";

/** A check that looks at one session at a time and finds at most one thing. */
export function perSession(
  check: (session: Session, project: Project) => Found | undefined,
): (project: Project) => Found[] {
  return (project) =>
    project.sessions.flatMap((session) => check(session, project) ?? []);
}

/** The same, for what matters only when the session is used in production. */
export function perProductionSession(
  check: (session: Session, project: Project) => Found | undefined,
): (project: Project) => Found[] {
  return perSession((session, project) =>
    session.when.in === "development" ? undefined : check(session, project),
  );
}
