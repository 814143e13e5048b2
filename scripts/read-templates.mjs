import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";

/** @typedef {"shared" | "typescript" | "javascript"} Language */
/** @typedef {{ layer: string, path: string, source: string, text: string, language: Language }} Template */

/**
 * The templates as they lie on disk: the layer it belongs to, the path it gets in a project, its text, and whom it is
 * for. `language` is "shared" where apps of both languages get the very same text.
 * @param {string} folder
 * @param {string[]} [layers]
 * @returns {Template[]}
 */
export function readTemplates(folder, layers = layerNames(folder)) {
  return layers.flatMap((layer) =>
    filesBelow(join(folder, layer))
      .filter((path) => path !== "store.json" || !layer.startsWith("stores/"))
      .map((path) => ({
        layer,
        path: pathInProject(path),
        source: join(folder, layer, path),
        text: readFileSync(join(folder, layer, path), "utf8"),
        language: languageOf(layer, path),
      })),
  );
}

/** How generated code is formatted: the options of Prettier that every app has in its package.json. */
export function readStyle(folder) {
  const manifest = join(folder, "base/package.json");
  if (!existsSync(manifest)) return {};
  return JSON.parse(readFileSync(manifest, "utf8")).prettier ?? {};
}

/** The stores as choices, in the order their store.json files ask for. */
export function readStores(folder) {
  return foldersIn(join(folder, "stores"))
    .map((value) => {
      const source = join(folder, "stores", value, "store.json");
      const manifest = JSON.parse(readFileSync(source, "utf8"));
      const { label, reason, order, server = false, ...container } = manifest;
      if (!label || !reason || typeof order !== "number") {
        throw new Error(`${source}: needs "label", "reason" and "order"`);
      }
      const store = { value, label, reason, server, ...container };
      return { order, store };
    })
    .toSorted((a, b) => a.order - b.order || byName(a.store, b.store))
    .map(({ store }) => store);
}

function byName(one, other) {
  return one.value < other.value ? -1 : 1;
}

/** The folders that can become part of a project, in no particular order. */
export function layerNames(folder) {
  const plain = ["base", "typescript", "javascript"].filter((name) =>
    existsSync(join(folder, name)),
  );
  const grouped = ["features", "stores"].flatMap((group) =>
    foldersIn(join(folder, group)).map((name) => `${group}/${name}`),
  );
  return [...plain, ...grouped];
}

function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(folder.length + 1).replaceAll("\\", "/"))
    .toSorted();
}

/** npm leaves .gitignore and .env out of packages, and tools would obey them here: so `_x` stands for `.x`. */
function pathInProject(path) {
  return path.replace(/(^|\/)_(?=[^/]+$)/, "$1.");
}

function languageOf(layer, path) {
  if (layer === "typescript" || layer === "javascript") return layer;
  return path.endsWith(".ts") ? "typescript" : "shared";
}
