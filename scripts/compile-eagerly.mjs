import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "rolldown/utils";

/**
 * Has V8 compile the functions that every project runs while it reads the file, instead of reading each twice: in
 * brackets a function is expected to be called (https://v8.dev/blog/preparser#pife). Which those are, a run tells.
 */
export function compileEagerly(file) {
  const used = functionsUsed(file);
  const code = bracketed(readFileSync(file, "utf8"), used);
  // A program that starts meanwhile finds the whole file.
  writeFileSync(`${file}.new`, code);
  renameSync(`${file}.new`, file);
}

/** Where the functions begin that are called when a project is made with all defaults. */
function functionsUsed(file) {
  const folder = mkdtempSync(join(tmpdir(), "create-session-app-build-"));
  try {
    const coverage = join(folder, "coverage");
    const bin = resolve("bin/create-session-app.js");
    const words = [bin, "app", "--yes", "--no-install", "--no-git"];
    // Nothing of ours: npm's variables would change what is called.
    const env = { NODE_V8_COVERAGE: coverage };
    const run = spawnSync(process.execPath, words, { cwd: folder, env });
    if (run.status !== 0) throw new Error(String(run.stderr));
    const [report] = readdirSync(coverage);
    const { result } = JSON.parse(readFileSync(join(coverage, report), "utf8"));
    const url = pathToFileURL(realpathSync(file)).href;
    const { functions } = result.find((script) => script.url === url);
    const called = functions.filter(({ ranges }) => ranges[0].count > 0);
    return new Set(called.map(({ ranges }) => ranges[0].startOffset));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The bracketed ones stand first, as declarations are there from the start too. */
export function bracketed(code, used) {
  const first = [];
  const others = [];
  let end = 0;
  for (const node of parseSync("chunk.cjs", code).program.body) {
    if (node.type !== "FunctionDeclaration" || !used.has(node.start)) continue;
    first.push(`const ${node.id.name}=(${code.slice(node.start, node.end)});`);
    others.push(code.slice(end, node.start));
    end = node.end;
  }
  return first.join("") + others.join("") + code.slice(end);
}
