import { pageOf } from "./explain.ts";
import type { RulePage } from "./sarif-driver.ts";
import { ruleTable } from "./rule-names.ts";

/** All rules with what is written about them. */
export function rulePages(): RulePage[] {
  return ruleTable.map((rule) => ({ ...rule, page: pageOf(rule.id) }));
}
