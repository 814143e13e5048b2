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
  const nearest = upwards(file).find((path) => byPath.has(path));
  return nearest === undefined ? undefined : byPath.get(nearest);
}

/** The first session in each file and below each folder. */
const sessionsByPath = memoized(({ sessions }: Project) => {
  const byPath = new Map<string, Session>();
  for (const session of sessions) {
    for (const path of upwards(session.place.module.file)) {
      if (!byPath.has(path)) byPath.set(path, session);
    }
  }
  return byPath;
});

/** A file, the folders above it, and "" for the project. */
function upwards(file: string): string[] {
  const names = file.split("/");
  return [...names.keys(), names.length]
    .map((count) => names.slice(0, count).join("/"))
    .toReversed();
}
