import { step } from "./budget.ts";
import { instanceEntries, staticEntries } from "./class-values.ts";
import { isEnvironment } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { exportedValue } from "./evaluate-imports.ts";
import { singleLiteral } from "./literals.ts";
import type { Term } from "./module.ts";
import { propertyOf } from "./objects.ts";
import { keyOf, type MemberNode } from "./syntax.ts";
import {
  isMissing,
  missing,
  one,
  type Possibility,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

export function evaluateMember(term: Term, node: MemberNode): Value {
  const object = evaluate({ ...term, node: node.object });
  const key = keyOf(node);
  const value =
    key === undefined
      ? computedMember(term, node, object)
      : memberOf(object, key);
  return value.map((part) => (part.source ? part : { ...part, source: term }));
}

/** `config[key]` with a key that is known, and `config[process.env.NODE_ENV]`. */
function computedMember(term: Term, node: MemberNode, object: Value): Value {
  if (!node.computed) return unknown;
  const keys = evaluate({ ...term, node: node.property });
  const key = singleLiteral(keys);
  if (key) return memberOf(object, String(key.value));
  if (!isEnvironment(keys, node.property)) return unknown;
  return union(
    ...(["production", "development"] as const).map((name) => {
      const found = memberOf(object, name);
      const isThere = found.some((part) => !isMissing(part));
      return under({ in: name, sure: true }, isThere ? found : unknown);
    }),
  );
}

/** The property of whatever a value may be. */
export function memberOf(value: Value, key: string): Value {
  return union(
    ...value.map((possibility) =>
      under(
        possibility.when,
        step(() => memberOfOne(possibility, key), unknown),
      ),
    ),
  );
}

function memberOfOne({ what, source }: Possibility, key: string): Value {
  switch (what.kind) {
    case "object":
      return propertyOf(what.entries, key);
    case "namespace":
      return exportedValue(what.module, key);
    case "external": {
      // `import session from` and `require` of a package give the same thing.
      const isSame = key === "default" && !what.name.includes("(");
      const name = isSame ? what.name : `${what.name}.${key}`;
      return one({ ...what, name }, source);
    }
    case "array":
      return what.elements()[Number(key)] ?? unknown;
    case "class":
      return propertyOf(staticEntries(what), key);
    case "instance": {
      const found = propertyOf(instanceEntries(what), key);
      return found === missing ? unknown : found;
    }
    default:
      return unknown;
  }
}
