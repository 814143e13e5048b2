import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minifySync } from "rolldown/utils";
import { compileTemplate } from "./compile-template.mjs";
import { mergeVariants } from "./merge-variants.mjs";
import {
  layerNames,
  readStores,
  readStyle,
  readTemplates,
} from "./read-templates.mjs";
import { toJavaScript } from "./to-javascript.mjs";

const templatesFolder = fileURLToPath(new URL("../templates", import.meta.url));

/** What stands before the name of a layer in the name of its module. */
const layerPrefix = "\0virtual:templates/";

/** What a project with all defaults is made of: one module, because each is a file to find. */
const usualLayers = [
  "base",
  "typescript",
  "features/dev-http",
  "features/standard",
  "stores/sqlite",
];

/**
 * A plugin for rolldown and Vite alike that gives the templates and stores as modules, so that no template is looked
 * for on disk at run time and tests see what users get. Each layer is a module, because a project is made of few.
 */
export function templatesPlugin(folder = templatesFolder) {
  return {
    name: "templates",
    resolveId(id) {
      return id.startsWith("virtual:") ? `\0${id}` : undefined;
    },
    async load(id) {
      if (id === "\0virtual:stores") {
        return `export const stores = ${JSON.stringify(readStores(folder), null, 2)};\n`;
      }
      if (id === "\0virtual:templates") {
        if (existsSync(folder)) this.addWatchFile(folder);
        return loadersOf(layerNames(folder));
      }
      if (id === "\0virtual:usual/templates") {
        return usualOf(layerNames(folder));
      }
      if (!id.startsWith(layerPrefix)) return undefined;
      const layer = id.slice(layerPrefix.length);
      const templates = await readVariants(folder, [layer]);
      for (const { source } of templates) this.addWatchFile(source);
      return minifySync("templates.js", moduleOf(templates), { module: true })
        .code;
    },
  };
}

/**
 * Templates with the JavaScript variants that are made of TypeScript ones; each error names its file.
 * @param {string} folder
 * @param {string[]} [layers] all, unless given
 * @returns {Promise<(import("./read-templates.mjs").Template & { javascript?: { path: string, text: string } })[]>}
 */
export function readVariants(folder, layers) {
  const style = readStyle(folder);
  return Promise.all(
    readTemplates(folder, layers).map(async (template) => {
      const { layer, path, source, text } = template;
      const isForBoth = layer !== "typescript" && /(?<!\.d)\.ts$/.test(path);
      if (!isForBoth) return template;
      const javascript = {
        path: path.replace(/ts$/, "js"),
        text: await naming(source, () => toJavaScript(text, style)),
      };
      return { ...template, javascript };
    }),
  );
}

function loadersOf(names) {
  const entries = names.map((name) => {
    const load = usualLayers.includes(name)
      ? `usual().then((made) => made.layers[${JSON.stringify(name)}])`
      : `import(${JSON.stringify(`virtual:templates/${name}`)}).then(layerOf)`;
    return `${JSON.stringify(name)}: () => ${load},\n`;
  });
  return `const usual = () => import("virtual:usual/templates");
const layerOf = (made) => made.layer;
export const layers = {\n${entries.join("")}};\n`;
}

function usualOf(names) {
  const usual = names.filter((name) => usualLayers.includes(name));
  const imports = usual.map(
    (name, index) =>
      `import { layer as layer${index} } from ${JSON.stringify(`virtual:templates/${name}`)};\n`,
  );
  const entries = usual.map(
    (name, index) => `${JSON.stringify(name)}: layer${index},\n`,
  );
  return `${imports.join("")}export const layers = {\n${entries.join("")}};\n`;
}

function moduleOf(templates) {
  const layer = { shared: [], typescript: [], javascript: [] };
  const constants = templates.map((template, index) => {
    const { language, path, source, javascript } = template;
    const add = (to, name) =>
      layer[to].push(`${JSON.stringify(name)}: template${index},\n`);
    add(language, path);
    if (javascript) add("javascript", javascript.path);
    return `const template${index} = ${naming(source, () => codeOf(template))};\n`;
  });
  const languages = Object.entries(layer).map(
    ([language, entries]) => `${language}: {\n${entries.join("")}},\n`,
  );
  return `${constants.join("")}export const layer = {\n${languages.join("")}};\n`;
}

function codeOf({ path, text, javascript }) {
  const both = javascript ? mergeVariants(text, javascript.text) : text;
  return compileTemplate(both, path);
}

function naming(source, make) {
  const fail = (error) => {
    throw new Error(`${source}: ${error.message}`, { cause: error });
  };
  try {
    const made = make();
    return made instanceof Promise ? made.catch(fail) : made;
  } catch (error) {
    return fail(error);
  }
}
