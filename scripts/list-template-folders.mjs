import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { layerNames } from "./read-templates.mjs";

/**
 * Writes the folders of the templates into templates/tsconfig.json, whose rootDirs lay them over each other for the
 * type check: TypeScript takes no pattern there, and a new store shall be a new folder and no edit elsewhere.
 */
const folder = fileURLToPath(new URL("../templates", import.meta.url));
const file = `${folder}/tsconfig.json`;
const before = readFileSync(file, "utf8");
const config = JSON.parse(before);
config.compilerOptions.rootDirs = layerNames(folder);
const after = await format(JSON.stringify(config), { parser: "json" });
if (after !== before) writeFileSync(file, after);
