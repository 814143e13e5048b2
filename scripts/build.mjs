import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { minifySync } from "rolldown/utils";
import { licensesOf } from "./licenses.mjs";
import { rulePagesPlugin } from "./rule-pages-plugin.mjs";
import { templatesPlugin } from "./templates-plugin.mjs";
import { writeTypes } from "./write-types.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// CommonJS, because starting the ESM loader costs 4 ms; one chunk for each thing that is imported only when it is needed.

/**
 * Packages get chunks of their own, so that none loads another. More chunks cost more than they save, each is a file to
 * find: what the program starts with is one, although `check` needs only half of it.
 */
const groups = [
  { name: "cross-spawn", test: /node_modules\/cross-spawn\//, priority: 1 },
  { name: "babel", test: /node_modules\/@babel\//, priority: 1 },
  { name: "inquirer", test: /node_modules\// },
  { name: "program", tags: ["$initial"] },
];

const [chunks] = await Promise.all([writeBundle(), writeTypes("dist/types")]);
const modules = chunks.flatMap(({ moduleIds }) => moduleIds ?? []);
writeFileSync("dist/THIRD_PARTY_LICENSES", licensesOf(modules));
const schemas = {
  "config.schema.json": await schemaFrom("src/schema.ts", "configSchema"),
  "check.schema.json": await schemaFrom("src/check/schema.ts", "checkSchema"),
};
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(`dist/${name}`, schema);
}
removeAllBut([
  ...chunks.map(({ fileName }) => fileName),
  ...["types", "THIRD_PARTY_LICENSES", ...Object.keys(schemas)],
]);

async function writeBundle() {
  const bundle = await rolldown({
    input: { cli: "src/cli.ts", index: "src/index.ts" },
    platform: "node",
    transform: { target: "node20.19" },
    plugins: [rulePagesPlugin(), templatesPlugin(), minifyChunks()],
  });
  const { output } = await bundle.write({
    dir: "dist",
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    comments: false,
    codeSplitting: { groups },
  });
  return output;
}

/**
 * Keeps the package small. Our own functions keep their names, for readers of stack traces. After the bundling,
 * because rolldown lays out what plugins give it.
 */
function minifyChunks() {
  return {
    name: "minify-chunks",
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        const { fileName, code, moduleIds = [] } = file;
        if (code === undefined) continue;
        const names = moduleIds.some(isOwn);
        const { code: minified } = minifySync(fileName, code, {
          compress: true,
          mangle: {
            toplevel: true,
            keepNames: { function: names, class: names },
          },
          codegen: { removeWhitespace: true },
        });
        file.code = asAscii(minified);
      }
    },
  };
}

/** V8 reads and keeps such a text at half the cost. */
function asAscii(code) {
  const escape = (character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return code.replace(/[^\0-\x7f]/g, escape);
}

/** What starts with \0 and is not ours is what rolldown adds itself. */
function isOwn(id) {
  return !id.includes("/node_modules/") && !id.startsWith("\0rolldown");
}

/** A schema is derived from what the program itself uses, which is only there when the bundled code runs. */
async function schemaFrom(input, name) {
  const bundle = await rolldown({
    input,
    platform: "node",
    plugins: [templatesPlugin()],
  });
  const { output } = await bundle.generate({ format: "esm" });
  const code = encodeURIComponent(output[0].code);
  const schema = await import(`data:text/javascript,${code}`);
  return `${JSON.stringify(schema[name](), null, 2)}\n`;
}

/** What an earlier build left; not the whole folder, so that a program that runs meanwhile finds its chunks. */
function removeAllBut(names) {
  for (const name of readdirSync("dist")) {
    if (!names.includes(name)) rmSync(`dist/${name}`, { recursive: true });
  }
}
