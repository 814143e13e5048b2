import { posix } from "node:path";
import { evaluate } from "./evaluate.ts";
import { memberOf } from "./evaluate-members.ts";
import { jsonValue } from "./json-value.ts";
import { literalOf, singleLiteral } from "./literals.ts";
import type { Term } from "./module.ts";
import { insideProject } from "./resolve-import.ts";
import type { CallNode } from "./syntax.ts";
import {
  isMissing,
  literal,
  one,
  sometimes,
  under,
  union,
  unknown,
  type Value,
} from "./value.ts";

/** `app.get("env")`, and `config.get("secret")` of the package `config` with its JSON files; undefined for other calls. */
export function configuredValue(
  term: Term,
  node: CallNode,
  name: string,
): Value | undefined {
  if (/^path\.(?:join|resolve)\(\)$/.test(name)) return joinedPath(term, node);
  if (name === "process.cwd()") {
    const { project, file } = term.module;
    return literal(insideProject(project.packageOf(file).folder), term);
  }
  const key = stringArgument(term, node);
  if (key === undefined) return undefined;
  if (key === "env" && /^express\(\)\.get\(\)$/.test(name)) {
    return one({ kind: "external", name: "app environment" }, term);
  }
  if (name === "config.get()") return nodeConfig(term, key);
  return undefined;
}

function stringArgument(term: Term, node: CallNode): string | undefined {
  const [argument, ...others] = node.arguments;
  if (!argument || others.length > 0) return undefined;
  const [first] = evaluate({ ...term, node: argument });
  const value = first && literalOf(first)?.value;
  return typeof value === "string" ? value : undefined;
}

/** Values of config/default.json and production.json; custom-environment-variables.json puts the environment first. */
function nodeConfig({ module }: Term, key: string): Value | undefined {
  const { project, file } = module;
  const read = (name: string) => {
    const content = project.json(
      posix.join(project.packageOf(file).folder, `config/${name}.json`),
    );
    if (content === undefined) return undefined;
    return key.split(".").reduce(memberOf, jsonValue(content));
  };
  const isThere = (value: Value | undefined): value is Value =>
    value !== undefined && !value.every(isMissing);
  const fromEnvironment = read("custom-environment-variables");
  const fromFile = [read("production"), read("default")].find(isThere);
  if (!isThere(fromEnvironment)) return fromFile ?? unknown;
  const variable = one({ kind: "external", name: "process.env.CONFIGURED" });
  if (!fromFile) return variable;
  return union(under(sometimes, variable), under(sometimes, fromFile));
}

/** `path.join(__dirname, "..", "config")` */
function joinedPath(term: Term, node: CallNode): Value | undefined {
  const parts = node.arguments.map(
    (argument) => singleLiteral(evaluate({ ...term, node: argument }))?.value,
  );
  const isWritten = parts.every((part) => typeof part === "string");
  return isWritten ? literal(posix.join(...parts), term) : undefined;
}
