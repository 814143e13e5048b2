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
export const layerPrefix = "\0virtual:templates/";

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
        return layersOf(layerNames(folder));
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

function layersOf(names) {
  const entries = names.map(
    (name) =>
      `${JSON.stringify(name)}: () => import(${JSON.stringify(`virtual:templates/${name}`)}),\n`,
  );
  return `export const layers = {\n${entries.join("")}};\n`;
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
  const exported = Object.entries(layer).map(
    ([language, entries]) =>
      `export const ${language} = {\n${entries.join("")}};\n`,
  );
  return `const escapeFn = String;\n${constants.join("")}${exported.join("")}`;
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
