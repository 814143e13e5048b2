import type { Prepared } from "./create.ts";
import { quoted } from "./command.ts";
import { cookieSettings } from "./cookies.ts";
import type { Problem } from "./finish.ts";
import { packageManagers } from "./package-manager.ts";

/** What a text needs to look well on a terminal; does nothing elsewhere. */
export interface Looks {
  bold: (text: string) => string;
  dim: (text: string) => string;
}

/** What to do with the project now, as commands. */
export function nextSteps(
  { target, answers, plan }: Prepared,
  problems: readonly Problem[] = [],
): string[] {
  const { typed } = packageManagers[answers.packageManager];
  const isForeign = keepsManifest(plan);
  const forLaptop = answers.environment === "dev-http";
  const steps = [
    ...(target.path === process.cwd()
      ? []
      : [`cd ${quoted(target.directory)}`]),
    ...(isForeign ? [manifestWarning] : []),
    ...(answers.install && !isForeign ? [] : [typed.install]),
    ...problems.map(({ run }) => run),
    forLaptop ? typed.dev : typed.start,
  ];
  return [...new Set(steps)];
}

/** The end of a run that went well. */
export function successText(
  project: Prepared,
  problems: readonly Problem[],
  { bold, dim }: Looks,
): string {
  const { answers, command, packageName } = project;
  const rows = cookieSettings(answers, packageName).map(
    ([name, value, why]) => [name.padEnd(9), value, dim(why)] as const,
  );
  const width = Math.max(...rows.map(([, value]) => value.length));
  return [
    bold(headline(project)),
    "",
    bold(`The session cookie in ${answers.environment}`),
    ...rows.map(
      ([name, value, why]) => `  ${name} ${value.padEnd(width)}  ${why}`,
    ),
    "",
    bold("Next steps"),
    ...nextSteps(project, problems).map((step) => `  ${step}`),
    "",
    bold("The same again, without questions"),
    `  ${command}`,
    "",
  ].join("\n");
}

/** What --dry-run says. */
export function dryRunText(project: Prepared): string {
  const lines = fileList(project).map(
    ({ action, path, bytes }) =>
      `  ${action.padEnd(9)} ${path} (${bytes} bytes)`,
  );
  const { directory } = project.target;
  return [
    `This would be written to ${directory} (npm name ${project.packageName}):`,
    ...lines,
    "",
    "Nothing was written (dry run). To write it:",
    `  ${project.command}`,
    "",
  ].join("\n");
}

/** The files of the project with what happens to each; never their contents, which hold secrets. */
export function fileList({ plan }: Prepared) {
  return plan.files.map(({ path, text, action }) => ({
    path,
    action,
    bytes: Buffer.byteLength(text),
  }));
}

function keepsManifest({ files }: Prepared["plan"]): boolean {
  return files.some(
    ({ path, action }) => path === "package.json" && action === "keep",
  );
}

/** A comment to a POSIX shell, so that the steps can still be pasted. */
const manifestWarning =
  '# Warning: package.json was kept; first add the "type", scripts and dependencies that another directory would get';

function headline({ plan, target, packageName }: Prepared): string {
  const count = (action: string) =>
    plan.files.filter((file) => file.action === action).length;
  const parts = [
    [count("create"), "created"],
    [count("overwrite"), "overwritten, with a backup of each"],
    [count("keep"), "kept as they were"],
    [count("unchanged"), "unchanged"],
  ] as const;
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`);
  return `${target.directory} stands (npm name ${packageName}). Files: ${told.join("; ")}.`;
}
