import type { Module } from "../module.ts";
import { isSession } from "../order.ts";
import { contains, rangeOf } from "../ranges.ts";
import {
  ancestor,
  type CallNode,
  isMember,
  keyOf,
  type Node,
  parentOf,
} from "../syntax.ts";
import { type Broken, codeOf, type Fixer } from "./fixer.ts";

/** Swaps `app.use(passport.session())` with the `app.use(session())` that follows at once. */
export const swapWithSession: Fixer = (broken) => {
  const pair = neighbours(broken);
  if (!pair) {
    return { refused: "the two do not stand next to each other" };
  }
  const { module } = broken.place;
  const [passport, session] = pair;
  return {
    file: module.file,
    edits: [
      { ...rangeOf(passport), text: codeOf(module, session) },
      { ...rangeOf(session), text: codeOf(module, passport) },
    ],
  };
};

/** The statement with passport.session() and the one behind it, which calls session(). */
function neighbours({ place }: Broken): [Node, Node] | undefined {
  const { module, node } = place;
  const own = statementOf(node);
  const list = own && siblingsOf(own);
  if (!own || !list) return undefined;
  const at = list.indexOf(own);
  for (const index of [at, at - 1]) {
    const [first, second] = [list[index], list[index + 1]];
    if (!first || !second) continue;
    const isStatement = second.type === "ExpressionStatement";
    const mountsSession = isStatement && holdsSession(module, second);
    if (holdsPassport(module, first) && mountsSession) {
      return [first, second];
    }
  }
  return undefined;
}

function statementOf(node: Node): Node | undefined {
  const isStatement = (one: Node): one is Node =>
    one.type === "ExpressionStatement";
  return isStatement(node) ? node : ancestor(node, isStatement);
}

function siblingsOf(statement: Node): readonly Node[] | undefined {
  const parent = parentOf(statement);
  const isList =
    parent?.type === "Program" || parent?.type === "BlockStatement";
  return isList ? parent.body : undefined;
}

/** A call that gets `passport.session()`. */
function holdsPassport(module: Module, statement: Node): boolean {
  return callsIn(module, statement).some(
    ({ callee }) =>
      isMember(callee) &&
      keyOf(callee) === "session" &&
      /passport/i.test(codeOf(module, callee.object)),
  );
}

/** A call that gets what session() made. */
function holdsSession(module: Module, statement: Node): boolean {
  return callsIn(module, statement).some((call) =>
    call.arguments.some((argument) => isSession(module, argument)),
  );
}

function callsIn({ calls }: Module, statement: Node): CallNode[] {
  return calls.filter((call) => contains(statement, call));
}
