import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minifySync } from "rolldown/utils";
import { compileTemplate } from "./compile-template.mjs";
import { mergeVariants } from "./merge-variants.mjs";
import { readStores, readStyle, readTemplates } from "./read-templates.mjs";
import { toJavaScript } from "./to-javascript.mjs";

const templatesFolder = fileURLToPath(new URL("../templates", import.meta.url));

/**
 * A plugin for rolldown and Vite alike that gives the templates and stores as modules, so that nothing is read from
 * disk at run time and tests see what users get.
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
      if (id !== "\0virtual:templates") return undefined;
      const templates = await readVariants(folder);
      if (existsSync(folder)) this.addWatchFile(folder);
      for (const { source } of templates) this.addWatchFile(source);
      const code = moduleOf(templates);
      return minifySync("templates.js", code, { module: true }).code;
    },
  };
}

/**
 * All templates with the JavaScript variants that are made of TypeScript ones; each error names its file.
 * @param {string} folder
 * @returns {Promise<(import("./read-templates.mjs").Template & { javascript?: { path: string, text: string } })[]>}
 */
export function readVariants(folder) {
  const style = readStyle(folder);
  return Promise.all(
    readTemplates(folder).map(async (template) => {
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

function moduleOf(templates) {
  const layers = {};
  const constants = templates.map((template, index) => {
    const { layer, language, path, source, javascript } = template;
    layers[layer] ??= { shared: [], typescript: [], javascript: [] };
    const add = (to, name) =>
      layers[layer][to].push(`${JSON.stringify(name)}: template${index},\n`);
    add(language, path);
    if (javascript) add("javascript", javascript.path);
    return `const template${index} = ${naming(source, () => codeOf(template))};\n`;
  });
  const entries = Object.entries(layers).map(
    ([layer, { shared, typescript, javascript }]) =>
      `${JSON.stringify(layer)}: {
        shared: {${shared.join("")}},
        typescript: {${typescript.join("")}},
        javascript: {${javascript.join("")}},
      },\n`,
  );
  return `const escapeFn = String;\n${constants.join("")}export const layers = {\n${entries.join("")}};\n`;
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
