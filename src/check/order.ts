import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import { memoized } from "./memoized.ts";
import type { Module } from "./module.ts";
import { contains } from "./ranges.ts";
import {
  positionOf,
  receiverOf,
  type Registration,
  registrationsIn,
} from "./routes.ts";
import { ancestor, type CallNode, isFunction, type Node } from "./syntax.ts";

/** The registrations on one app in one function, in their order, and where the session stands among them. */
export interface Sequence {
  readonly registrations: readonly Registration[];
  /** Offset of the first place that mounts the session on the app. */
  readonly sessionAt: number;
}

/** For each app of a file on which a session is mounted. */
export const sequencesIn = memoized((module: Module): Sequence[] => {
  const groups = new Map<unknown, Registration[]>();
  for (const one of registrationsIn(module)) {
    if (!one.receiver) continue;
    groups.set(one.receiver, [...(groups.get(one.receiver) ?? []), one]);
  }
  return [...groups.values()].flatMap((registrations) => {
    const homes = new Set(registrations.map(homeOf));
    return [...homes].flatMap((home) => {
      const here = registrations.filter((one) => homeOf(one) === home);
      const sessionAt = sessionPosition(module, here);
      if (sessionAt === undefined) return [];
      // What stands in functions below runs later than the file itself.
      const later = home
        ? []
        : registrations.filter(
            (one) => homeOf(one) && positionOf(one) > sessionAt,
          );
      return [{ registrations: [...here, ...later], sessionAt }];
    });
  });
});

function homeOf({ call }: Registration): Node | undefined {
  return ancestor(call, isFunction);
}

function sessionPosition(
  module: Module,
  registrations: readonly Registration[],
): number | undefined {
  const mounted = registrations.find(({ handlers }) =>
    handlers.some((node) => isSession(module, node)),
  );
  const home = registrations[0] && ancestor(registrations[0].call, isFunction);
  const mountedElsewhere = module.calls.find(
    (call) =>
      ancestor(call, isFunction) === home &&
      mountsSession(module, call, registrations[0]?.receiver),
  );
  const positions = [mounted?.place.node.start, mountedElsewhere?.start];
  const known = positions.filter((at) => typeof at === "number");
  return known.length > 0 ? Math.min(...known) : undefined;
}

/** Whether an expression is the middleware that express-session returns. */
export function isSession(module: Module, node: Node): boolean {
  return evaluate({ module, node }).some(
    isExternal(/^(?:express-session|(?:express|connect)\.session)\(\)$/),
  );
}

/** `configureSession(app)`: a call of a function of the project in which the session is made and mounted. */
function mountsSession(
  module: Module,
  call: CallNode,
  receiver: unknown,
): boolean {
  const { callee } = call;
  const isGiven = call.arguments.some(
    (arg) => receiverOf(module, arg) === receiver,
  );
  if (!isGiven || receiver === undefined) return false;
  return evaluate({ module, node: callee }).some(({ what }) => {
    if (what.kind !== "function") return false;
    const { node: fn, module: home } = what;
    return module.project.sessions.some(
      ({ place }) => place.module === home && contains(fn, place.node),
    );
  });
}
