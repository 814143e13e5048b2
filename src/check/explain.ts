import { pages } from "virtual:rule-pages";

/** The page of a rule as Markdown; "" where there is none. */
export function pageOf(rule: string): string {
  return pages[rule] ?? "";
}

/** Every rule that has a page. */
export const explained: readonly string[] = Object.keys(pages);
