import { relative, resolve } from "node:path";
import type { Finding, Unreadable } from "./finding.ts";
import { lineFingerprints } from "./fingerprints.ts";
import type { SourceOf } from "./format-text.ts";
import { driverOf, levels, type RulePage } from "./sarif-driver.ts";
import type { Report } from "./selection.ts";

interface Context {
  rules: readonly RulePage[];
  /** What all paths begin with, "" or ending in a slash. */
  prefix: string;
  fingerprintOf: (finding: Finding) => string | undefined;
}

/**
 * The findings as a SARIF 2.1.0 log, for code-scanning views.
 * `prefix` is put before the paths of files: viewers expect them from the root of the repository.
 */
export function formatSarif(
  { findings, unreadable }: Report,
  rules: readonly RulePage[],
  sourceOf: SourceOf,
  prefix = "",
): string {
  const fingerprintOf = fingerprints(sourceOf);
  const context = { rules, prefix, fingerprintOf };
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driverOf(rules) },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          [root]: { description: { text: "The root of the repository" } },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unreadable.map((one) =>
              notification(one, context),
            ),
          },
        ],
        results: findings.map((finding) => result(finding, context)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What to put before paths, so that they begin where the command was run; "" for a folder elsewhere. */
export function prefixOf(folder: string, workingDirectory: string): string {
  const path = relative(workingDirectory, resolve(workingDirectory, folder));
  const isBelow = path !== "" && !/^\.\.(?:[/\\]|$)|^[/\\]|^\w:/.test(path);
  return isBelow ? `${path.replaceAll("\\", "/")}/` : "";
}

/** GitHub resolves it to the root of the repository. */
const root = "%SRCROOT%";

function result(finding: Finding, context: Context) {
  const { rule, severity, file, message, fix } = finding;
  const fingerprint = context.fingerprintOf(finding);
  const ruleIndex = context.rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levels[severity],
    message: { text: `${message} ${fix}` },
    locations: [location(file, finding, context.prefix)],
    ...(fingerprint && {
      partialFingerprints: { primaryLocationLineHash: fingerprint },
    }),
  };
}

function notification(
  { file, line, message }: Unreadable,
  { prefix }: Context,
) {
  return {
    level: "warning",
    message: { text: `${file} was not checked: ${message}` },
    locations: [location(file, { line }, prefix)],
  };
}

function location(
  file: string,
  { line, column }: { line: number; column?: number },
  prefix: string,
) {
  const isUrl = line === 0;
  const region = {
    startLine: line,
    ...(column !== undefined && { startColumn: column }),
  };
  const segments = `${prefix}${file}`.split("/").map(encodeURIComponent);
  const uri = isUrl ? file : segments.join("/");
  return {
    physicalLocation: {
      artifactLocation: isUrl ? { uri } : { uri, uriBaseId: root },
      ...(!isUrl && { region }),
    },
  };
}

/** Hashes each file once. */
function fingerprints(sourceOf: SourceOf): Context["fingerprintOf"] {
  const known = new Map<string, string[]>();
  return ({ file, line }) => {
    const source = known.has(file) ? undefined : sourceOf(file);
    if (source !== undefined) known.set(file, lineFingerprints(source));
    return known.get(file)?.[line - 1];
  };
}
