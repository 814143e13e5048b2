import { memoized } from "./memoized.ts";
import type { Module, Place } from "./module.ts";

const strings = /(["'`])(?:\\.|(?!\1)[^\\])*\1/;
const commentOrString = new RegExp(
  `${strings.source}|//[^\\n]*|/\\*[^]*?\\*/`,
  "g",
);

/** The text of a node without its comments; for looking for words, where the exact syntax does not matter. */
export function codeOf({ module, node }: Place): string {
  return withoutComments(
    module.text.slice(node.start ?? 0, node.end ?? undefined),
  );
}

/** The text of a whole file without its comments. */
export const moduleCode = memoized(({ text }: Module) => withoutComments(text));

function withoutComments(text: string): string {
  return text.replace(commentOrString, (found) =>
    found.startsWith("/") ? " " : found,
  );
}
