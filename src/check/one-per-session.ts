import { memoized } from "./memoized.ts";
import type { Project } from "./project.ts";
import type { Found } from "./rule.ts";
import type { Session } from "./sessions.ts";

/** Of findings in the order of preference, the first of each session; each belongs to the session whose file is nearest. */
export function onePerSession(
  project: Project,
  found: readonly Found[],
): Found[] {
  const first = new Map<Session, Found>();
  for (const one of found) {
    const session = nearestSession(project, one.place.module.file);
    if (session && !first.has(session)) first.set(session, one);
  }
  return [...first.values()];
}

/** The session of the app that a file belongs to: in the same file, else the one that shares most of the path. */
export function nearestSession(
  project: Project,
  file: string,
): Session | undefined {
  const byPath = sessionsByPath(project);
  let path = file;
  for (;;) {
    const session = byPath.get(path);
    if (session || path === "") return session;
    path = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  }
}

/** The first session in each file and below each folder. */
const sessionsByPath = memoized(({ sessions }: Project) => {
  const byPath = new Map<string, Session>();
  for (const session of sessions) {
    let path = session.module.file;
    for (;;) {
      if (!byPath.has(path)) byPath.set(path, session);
      if (path === "") break;
      path = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    }
  }
  return byPath;
});
