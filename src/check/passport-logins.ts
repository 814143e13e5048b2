import { codeOf } from "./code-text.ts";
import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import type { Place } from "./module.ts";
import { namesAround, registerName } from "./names-around.ts";
import { isPassport06 } from "./passport-version.ts";
import type { Project } from "./project.ts";

/** Where passport before 0.6 logs someone in. */
export function oldPassportLogins(project: Project): Place[] {
  const found = project.modules.flatMap((module) => {
    if (isPassport06(module) !== false) return [];
    if (!/passport/.test(module.text)) return [];
    return module.calls.flatMap((node) => {
      const isAuthenticate = evaluate({ module, node: node.callee }).some(
        isExternal(/^passport\.(?:authenticate|authorize)$/),
      );
      const isStateless = /session:\s*false|["'](?:jwt|bearer|basic)["']/.test(
        codeOf({ module, node }),
      );
      if (!isAuthenticate || isStateless) return [];
      const rank = passportRank({ module, node });
      return [{ rank, place: { module, node } }];
    });
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ place }) => place);
}

/** A form to log in comes before the way back from another provider, and that before a registration. */
function passportRank(place: Place): number {
  const near = namesAround(place).join(" ");
  if (registerName.test(near) && !/log-?_?in/i.test(near)) return 3;
  if (/\(\s*["']local/.test(codeOf(place))) return 0;
  return /log-?_?in|sign-?_?in|callback|return/i.test(near) ? 1 : 2;
}
