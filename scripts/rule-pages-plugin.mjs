import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const rulesFolder = fileURLToPath(new URL("../docs/rules", import.meta.url));

/** A plugin for rolldown and Vite alike that gives docs/rules/*.md as a module: the text by the name of the rule. */
export function rulePagesPlugin(folder = rulesFolder) {
  const name = "virtual:rule-pages";
  return {
    name: "rule-pages",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      if (existsSync(folder)) this.addWatchFile(folder);
      const pages = Object.fromEntries(
        readdirSync(folder)
          .filter((file) => file.endsWith(".md"))
          .toSorted()
          .map((file) => {
            const path = join(folder, file);
            this.addWatchFile(path);
            return [file.slice(0, -3), readFileSync(path, "utf8")];
          }),
      );
      return `export const pages = ${JSON.stringify(pages)};\n`;
    },
  };
}
