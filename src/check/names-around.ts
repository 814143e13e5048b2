import type { Place } from "./module.ts";
import {
  type FunctionNode,
  isFunction,
  isMember,
  keyOf,
  type Node,
  parentOf,
} from "./syntax.ts";

/** Among the names around it: that an account is made there. */
export const registerName = /register|registration|sign-?_?up|join|create|new/i;

/** What a function is called, or is put under. */
export function functionName(fn: FunctionNode): string | undefined {
  if (fn.type === "FunctionDeclaration" || fn.type === "FunctionExpression") {
    if (fn.id) return fn.id.name;
  }
  if (fn.type === "ObjectMethod" || fn.type === "ClassMethod") return keyOf(fn);
  return nameGiven(fn, parentOf(fn));
}

function nameGiven(node: Node, above: Node | undefined): string | undefined {
  if (above?.type === "VariableDeclarator" && above.id.type === "Identifier") {
    return above.id.name;
  }
  if (above?.type === "ObjectProperty" && above.value === node)
    return keyOf(above);
  if (above?.type === "ClassProperty" && above.key.type === "Identifier") {
    return above.key.name;
  }
  const left = above?.type === "AssignmentExpression" ? above.left : undefined;
  if (left && isMember(left)) return keyOf(left);
  return undefined;
}

/** The last name of `x` and `a.x`. */
export function lastName(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  return isMember(node) ? keyOf(node) : undefined;
}

/** The names and routes around a node, from the inside out, such as `login` and `app.post("/login", `. */
export function namesAround({ module, node }: Place): string[] {
  const names: string[] = [];
  let inner = node;
  for (let above = parentOf(node); above; above = parentOf(above)) {
    if (isFunction(above)) names.push(functionName(above) ?? "");
    else if (above.type === "CallExpression" && above.callee !== inner) {
      const end = Math.min(inner.start ?? 0, (above.start ?? 0) + 200);
      names.push(module.text.slice(above.callee.start ?? 0, end));
    } else if (above.type === "ObjectProperty") names.push(keyOf(above) ?? "");
    inner = above;
  }
  return names.filter((name) => name !== "");
}

/** The outermost function around a node that is not the whole app: it has something like a request. */
export function handlerAround({ module, node }: Place): Node | undefined {
  let handler: Node | undefined;
  for (let above = parentOf(node); above; above = parentOf(above)) {
    if (!isFunction(above)) continue;
    const takesRequest = above.params.some((param) =>
      /^\{?\s*_?(?:req|request|ctx|context|session|res|args|parent|root|next|source)/.test(
        module.text.slice(param.start ?? 0, param.end ?? 0),
      ),
    );
    if (takesRequest) handler = above;
    handler ??= above;
  }
  return handler;
}
