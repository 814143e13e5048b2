import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runProgram } from "./child-programs.ts";
import { temporaryDirectory } from "./run-cli.ts";

/** What came out of a Dockerfile: the last stage as a folder, and how it would be run. */
export interface Image {
  folder: string;
  env: Record<string, string>;
  command: string[];
  healthcheck: string[];
  user: string;
}

/**
 * Carries out what a Dockerfile says, in folders of this machine instead of containers, because no Docker runs here:
 * each stage is a folder, COPY sees what .dockerignore lets through, RUN is run. What brings the package manager is left
 * out; `path` has it. So it shows that the steps fit together, not that the images they start from are there.
 */
export async function carryOut(
  project: string,
  path: readonly string[] = [],
): Promise<Image> {
  const stages = new Map<string, string>();
  let root = "";
  let image = newImage("");
  for (const line of linesOf(join(project, "Dockerfile"))) {
    const [, instruction = "", rest = ""] = /^(\w+) (.*)$/.exec(line) ?? [];
    if (instruction === "FROM") {
      root = temporaryDirectory();
      stages.set(rest.split(" AS ")[1] ?? "", root);
      image = newImage(root);
    }
    if (instruction === "WORKDIR") {
      image.folder = join(root, rest);
      mkdirSync(image.folder, { recursive: true });
    }
    if (instruction === "ENV") {
      for (const pair of rest.split(" ")) {
        const [name = "", value = ""] = pair.split("=");
        image.env[name] = value;
      }
    }
    if (instruction === "COPY") copy(rest, project, stages, image.folder);
    if (instruction === "RUN") await run(rest, image, path);
    if (instruction === "USER") image.user = rest;
    if (instruction === "CMD") image.command = JSON.parse(rest) as string[];
    if (instruction === "HEALTHCHECK") {
      image.healthcheck = JSON.parse(rest.split(" CMD ")[1] ?? "") as string[];
    }
  }
  return image;
}

function newImage(folder: string): Image {
  return { folder, env: {}, command: [], healthcheck: [], user: "root" };
}

function linesOf(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

function copy(
  words: string,
  project: string,
  stages: Map<string, string>,
  folder: string,
): void {
  const [, from, list = ""] = /^(?:--from=(\S+) )?(.*)$/.exec(words) ?? [];
  if (from !== undefined && !stages.has(from)) return; // another's image
  const sources = list.split(" ");
  const target = sources.pop() ?? "";
  for (const source of sources) {
    if (from === undefined) requireInContext(project, source);
    const origin = join((from && stages.get(from)) ?? project, source);
    const name = target.endsWith("/") ? join(target, basename(source)) : target;
    const to = join(folder, name);
    cpSync(origin, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** Everything is ignored but what stands there with a "!". */
function requireInContext(project: string, source: string): void {
  const allowed = linesOf(join(project, ".dockerignore"));
  if (!allowed.includes(`!${source}`)) throw new Error(`${source} is ignored`);
}

async function run(
  line: string,
  { folder, env }: Image,
  path: readonly string[],
) {
  if (/^(?:npm install --global|corepack enable)/.test(line)) return;
  // The user "node" is one of Node's image.
  const command = line.replace(/^install -d -o node -g node/, "mkdir -p");
  const words = ["-euc", command];
  const { code, output } = await runProgram("sh", words, {
    ...{ cwd: folder, env, path },
  });
  if (code !== 0) throw new Error(`${line}\n${output}`);
}
