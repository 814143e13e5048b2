import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import { memoized } from "./memoized.ts";
import { isEverywhere, type Session } from "./sessions.ts";
import { isFalsy } from "./truthiness.ts";

/** The secret given to cookie-parser in the same package, which express-session uses when it has none. */
export const cookieParserSecret = memoized(({ place }: Session) => {
  const { project, file } = place.module;
  const { folder } = project.packageOf(file);
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
});

const isCookieParser = isExternal(/^(?:cookie-parser|express\.cookieParser)$/);
