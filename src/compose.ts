/** A project, or a part of one: path with forward slashes, relative to the project, to text. */
export type Files = ReadonlyMap<string, string>;

/**
 * Lays the files of the layers over each other. package.json is merged by section, lists and readmes are appended;
 * any other file that two layers bring is a mistake in the templates.
 */
export function compose(layers: readonly Files[]): Files {
  const files = new Map<string, string>();
  for (const layer of layers) {
    for (const [path, text] of layer) {
      const below = files.get(path);
      files.set(path, below === undefined ? text : merge(path, below, text));
    }
  }
  const manifest = files.get("package.json");
  if (manifest !== undefined) files.set("package.json", tidied(manifest));
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What stands between the parts of a file that layers append to. */
const separators: Readonly<Record<string, string>> = {
  "README.md": "\n",
  ".env": "\n",
  ".env.example": "\n",
  ".gitignore": "",
};

function merge(path: string, below: string, above: string): string {
  if (path === "package.json") {
    const merged = mergeJson(parse(below), parse(above), path);
    return JSON.stringify(merged);
  }
  const separator = separators[path];
  if (separator === undefined) throw new Error(`two layers bring ${path}`);
  return [below, above].filter((part) => part !== "").join(separator);
}

type Json = Record<string, unknown>;

function mergeJson(below: Json, above: Json, where: string): Json {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const existing = merged[key];
    if (existing === undefined) merged[key] = value;
    else if (isSection(existing) && isSection(value)) {
      merged[key] = mergeJson(existing, value, `${where}: ${key}`);
    } else if (JSON.stringify(existing) !== JSON.stringify(value)) {
      throw new Error(`two layers disagree on ${where}: ${key}`);
    }
  }
  return merged;
}

function isSection(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): Json {
  return JSON.parse(text) as Json;
}

const sections = [
  "name",
  "version",
  "private",
  "description",
  "type",
  "packageManager",
  "engines",
  "imports",
  "scripts",
  "dependencies",
  "devDependencies",
];
const scripts = [
  "predev",
  "dev",
  "prebuild",
  "build",
  "prestart",
  "start",
  "pretest",
  "test",
  "typecheck",
];

/** Layers add to package.json in their own order; readers expect the usual one. */
function tidied(text: string): string {
  const manifest = ordered(parse(text), sections);
  for (const [key, value] of Object.entries(manifest)) {
    if (!isSection(value)) continue;
    if (key === "scripts") manifest[key] = ordered(value, scripts);
    if (/dependencies$/i.test(key)) {
      manifest[key] = ordered(value, Object.keys(value).toSorted());
    }
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The same object with the keys of `order` first; what `order` does not know follows as it came. */
function ordered(object: Json, order: readonly string[]): Json {
  const known = order.filter((key) => key in object);
  const others = Object.keys(object).filter((key) => !order.includes(key));
  return Object.fromEntries([...known, ...others].map((k) => [k, object[k]]));
}
