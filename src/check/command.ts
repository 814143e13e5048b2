import { exitCodes } from "../errors.ts";
import { print } from "../output.ts";
import { type Manner, reportText } from "../report.ts";
import type { CheckResult } from "./finding.ts";
import { type CheckFlags, isUrl, readCheckFlags } from "./flags.ts";
import { checkHelp } from "./help.ts";
import { projectFolder, sourcesIn } from "./project-folder.ts";
import { ruleNames } from "./rule-names.ts";
import { refuseSwallowedCheckFlags } from "./swallowed-flags.ts";
import { knownRule, type Report, select } from "./selection.ts";

/**
 * `create-session-app check`: says what is wrong with the sessions of a project or of a running app.
 * Takes the arguments after `check`, and gives the exit code: 0 nothing that counts, 1 findings.
 * @throws UserError for wrong usage, and where something cannot be reached.
 */
export async function check(
  argv: readonly string[],
  manner: Pick<Manner, "looks">,
): Promise<number> {
  refuseSwallowedCheckFlags(argv, process.env);
  const flags = readCheckFlags(argv);
  const known = (id: string) => knownRule(id, ruleNames);
  if (flags.help) reportText(checkHelp());
  else if (flags.explain !== undefined) {
    const { pageOf } = await import("./explain.ts");
    reportText(pageOf(known(flags.explain)));
  } else {
    [...flags.rules, ...flags.ignored].forEach(known);
    const report = select(await resultFor(flags), flags);
    print(1, await formatted(report, flags, manner));
    return report.counted > 0 ? exitCodes.failed : exitCodes.done;
  }
  return exitCodes.done;
}

async function resultFor(
  flags: CheckFlags,
): Promise<CheckResult & { note?: string }> {
  if (isUrl(flags.target)) {
    const { checkRunningApp } = await import("./running-app.ts");
    return checkRunningApp(flags);
  }
  const { checkFolder } = await import("./check-folder.ts");
  return checkFolder(projectFolder(flags.target), flags);
}

/** The report in the format that was asked for; only that one is loaded. */
async function formatted(
  report: Report,
  { format, target }: CheckFlags,
  { looks }: Pick<Manner, "looks">,
): Promise<string> {
  const sourceOf = isUrl(target) ? () => undefined : sourcesIn(target);
  if (format === "json") {
    const { formatJson } = await import("./format-json.ts");
    return formatJson(report);
  }
  if (format === "sarif") {
    const { formatSarif, prefixOf } = await import("./format-sarif.ts");
    const { rulePages } = await import("./rule-pages.ts");
    const prefix = isUrl(target) ? "" : prefixOf(target, process.cwd());
    return formatSarif(report, rulePages(), sourceOf, prefix);
  }
  const { formatText } = await import("./format-text.ts");
  const colours = looks && (await import("../colours.ts")).colours;
  return formatText(report, sourceOf, colours);
}
