import {
  always,
  type Entry,
  literal,
  one,
  unknown,
  type Value,
} from "./value.ts";

/** What a JSON file holds. */
export function jsonValue(content: unknown): Value {
  if (Array.isArray(content)) {
    return one({ kind: "array", elements: () => content.map(jsonValue) });
  }
  if (typeof content === "object" && content !== null) {
    const entries = Object.entries(content).map(([key, inner]): Entry => ({
      path: [key],
      value: () => jsonValue(inner),
      when: always,
    }));
    return one({ kind: "object", entries });
  }
  const isPrimitive =
    content === null ||
    typeof content === "string" ||
    typeof content === "number" ||
    typeof content === "boolean";
  return isPrimitive ? literal(content) : unknown;
}
