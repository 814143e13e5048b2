import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { compileEagerly } from "./compile-eagerly.mjs";
import { licensesOf } from "./licenses.mjs";
import { minifyPlugin } from "./minify-plugin.mjs";
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
compileEagerly("dist/program.cjs");
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
    plugins: [
      rulePagesPlugin(),
      templatesPlugin(),
      leaveOutCli(),
      minifyPlugin(),
    ],
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

/** The program is all in the chunk it starts with; a file that only hands on its `main` would be one more to find. */
function leaveOutCli() {
  return {
    name: "leave-out-cli",
    generateBundle(_options, files) {
      if (!files["program.cjs"].exports.includes("main")) {
        throw new Error("bin/create-session-app.js finds no main");
      }
      delete files["cli.cjs"];
    },
  };
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
