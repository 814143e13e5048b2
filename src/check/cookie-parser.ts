import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import type { Place } from "./module.ts";
import type { Project } from "./project.ts";
import { isEverywhere, type Session } from "./sessions.ts";
import { isFalsy } from "./truthiness.ts";
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
      if (
        !argument ||
        !evaluate({ module, node: node.callee }).some(isCookieParser)
      )
        continue;
      const secret = evaluate({ module, node: argument });
      if (!isEverywhere(secret, isFalsy))
        return { place: { module, node }, secret };
    }
  }
  return undefined;
}

const isCookieParser = isExternal(/^(?:cookie-parser|express\.cookieParser)$/);
