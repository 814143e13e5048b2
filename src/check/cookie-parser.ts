import { evaluate } from "./evaluate.ts";
import type { Place } from "./module.ts";
import type { Project } from "./project.ts";
import { isNoSecret } from "./secret.ts";
import { isEverywhere, type Session } from "./sessions.ts";
import type { Value } from "./value.ts";

/** The secret given to cookie-parser in the same package, which express-session uses when it has none. */
export function cookieParserSecret(
  project: Project,
  session: Session,
): { place: Place; secret: Value } | undefined {
  const { folder } = project.packageOf(session.module.file);
  for (const module of project.modules) {
    if (project.packageOf(module.file).folder !== folder) continue;
    for (const node of module.calls) {
      const [argument] = node.arguments;
      if (!argument || !isCookieParser(evaluate({ module, node: node.callee })))
        continue;
      const secret = evaluate({ module, node: argument });
      if (!isEverywhere(secret, isNoSecret))
        return { place: { module, node }, secret };
    }
  }
  return undefined;
}

function isCookieParser(callee: Value): boolean {
  return callee.some(
    ({ what }) =>
      what.kind === "external" &&
      /^(?:cookie-parser|express\.cookieParser)$/.test(what.name),
  );
}
