import type { Project } from "./project.ts";

/** The same answer for every session of a project, worked out once. */
export function oncePerProject<Answer>(
  work: (project: Project) => Answer,
): (project: Project) => Answer {
  const known = new WeakMap<Project, { answer: Answer }>();
  return (project) => {
    const found = known.get(project) ?? { answer: work(project) };
    known.set(project, found);
    return found.answer;
  };
}
