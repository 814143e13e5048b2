import { join, posix } from "node:path";
import type { Module, Place } from "../module.ts";
import { rangeOf } from "../ranges.ts";
import { secretOf } from "../secret.ts";
import { ancestor, isFunction, type Node, parentOf } from "../syntax.ts";
import { isGitIgnored } from "./git-ignored.ts";
import { type Broken, type Fixer, writtenElsewhere } from "./fixer.ts";
import { lineStart, newlineOf, quoted } from "./layout.ts";
import { insertion } from "./object-edits.ts";
import type { Edit } from "./edits.ts";
import { variableIn, withVariable } from "./settings-file.ts";

const variable = "SESSION_SECRET";

/** The literal to `process.env.SESSION_SECRET` with a check at the start; its value moves into an ignored `.env`. */
export const secretToEnvironment: Fixer = (broken) => {
  const secret = literalSecret(broken);
  if (!secret) return writtenElsewhere;
  const { place, value } = secret;
  if (/^(?:process|import\.meta)\.env\b/.test(value)) {
    return { refused: "take the quotes away to read the variable" };
  }
  const { folder: packageFolder } = broken.project.packageOf(place.module.file);
  const file = posix.join(packageFolder, ".env");
  if (!isGitIgnored(join(broken.folder, file))) {
    return {
      refused: `git does not ignore ${file}: add it to .gitignore, and the secret can move there`,
    };
  }
  const before = broken.textOf(file) ?? "";
  const known = variableIn(before, variable);
  if (known !== undefined && known !== value) {
    return { refused: `${file} has another ${variable} already` };
  }
  const after =
    known === value ? before : withVariable(before, variable, value);
  if (after === undefined) {
    return { refused: `it cannot be written into ${file} as it is` };
  }
  return {
    file: place.module.file,
    edits: editsIn(place.module, place.node),
    ...(after !== before && { settings: { file, text: after } }),
  };
};

/** Where the one string stands that is the secret of the session, in this file or another. */
function literalSecret({
  session,
}: Broken): { place: Place; value: string } | undefined {
  const [only, ...others] = secretOf(session);
  const place = only?.source;
  if (!place || others.length > 0 || !only.when.sure) return undefined;
  const { node } = place;
  const isCode = place.module.program === programOf(node);
  if (!isCode) return undefined;
  if (node.type === "StringLiteral") return { place, value: node.value };
  const [quasi, ...more] = node.type === "TemplateLiteral" ? node.quasis : [];
  const value = more.length === 0 ? quasi?.value.cooked : undefined;
  return value ? { place, value } : undefined;
}

function programOf(node: Node): Node {
  return ancestor(node, (one): one is Node => one.type === "Program") ?? node;
}

function editsIn(module: Module, node: Node): Edit[] {
  const isTyped = /\.[cm]?tsx?$/.test(module.file);
  // Inside of a function TypeScript forgets what was checked outside.
  const isForgotten = isTyped && ancestor(node, isFunction) !== undefined;
  const code = `process.env.${variable}${isForgotten ? " as string" : ""}`;
  const statement = topLevel(node);
  const at = above(module, statement);
  const isLoaded = loadsSettings(module.text.slice(0, at));
  const check = startUpCheck(module.text, isTyped, isLoaded);
  const hasCheck = module.text.includes(`!process.env.${variable}`);
  const replaced = { ...rangeOf(node), text: code };
  return hasCheck ? [replaced] : [insertion(at, check), replaced];
}

function topLevel(node: Node): Node {
  let at = node;
  for (let up = parentOf(at); up && up.type !== "Program"; up = parentOf(at)) {
    at = up;
  }
  return at;
}

/** The start of the comment lines above a statement, or of its own line. */
function above({ text, program }: Module, statement: Node): number {
  const previous = program.body[program.body.indexOf(statement as never) - 1];
  const least = previous?.end ?? program.directives.at(-1)?.end ?? 0;
  let at = lineStart(text, rangeOf(statement).start);
  if (at <= least) return rangeOf(statement).start;
  while (at > least) {
    const start = lineStart(text, at - 1);
    const isComment = /^\s*(?:\/\/|\/?\*)/.test(text.slice(start, at));
    if (!isComment || start <= least || text.startsWith("#!", start)) return at;
    at = start;
  }
  return at;
}

/** Whether the file has read `.env` by now, from its usual place. */
function loadsSettings(text: string): boolean {
  const isDotenv = /dotenv\/config/.test(text);
  return isDotenv || (/dotenv/.test(text) && /\bconfig\(\s*\)/.test(text));
}

/** An app without a secret must not start; Node reads `.env` where nothing else does. */
function startUpCheck(text: string, isTyped: boolean, isLoaded: boolean) {
  const owner = isTyped
    ? "(process as typeof process & { loadEnvFile?: () => void })"
    : "process";
  const message = `${variable} is not set: it belongs into .env or the environment`;
  const load = [
    "try {",
    `  ${owner}.loadEnvFile${isTyped ? "?." : ""}(); // Reads .env.`,
    "} catch {",
    "  // There is none: the variable comes from the environment.",
    "}",
  ];
  const lines = [
    ...(isLoaded ? [] : load),
    `if (!process.env.${variable}) {`,
    `  throw new Error(${quoted(message, text)});`,
    "}",
    "",
    "",
  ];
  return lines.join(newlineOf(text));
}
