import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, type } from "node:os";
import { format } from "prettier";

/** A Markdown table; its first row is the heading, its first column text. */
export function table([heading, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, index) => (index === 0 ? "---" : "---:"));
  return [heading, rule, ...rows].map(line).join("\n");
}

/** The machine that was measured on, without its name, and when. */
export function circumstances() {
  const load = loadavg().map((value) => value.toFixed(1));
  const date = new Date().toISOString().slice(0, 10);
  const model = cpus()[0]
    .model.replace(/\((R|TM)\)/g, "")
    .trim();
  return `Measured on ${date}: ${availableParallelism()} cores (${model}), ${type()}, Node ${process.versions.node}; load average ${load[0]} at the end.`;
}

/** Puts a text between `<!-- name:start -->` and `<!-- name:end -->` of a Markdown file. */
export async function writeSection(file, name, text) {
  const before = readFileSync(file, "utf8");
  const pattern = new RegExp(
    `(<!-- ${name}:start -->)[^]*(<!-- ${name}:end -->)`,
  );
  if (!pattern.test(before)) {
    throw new Error(
      `${file} has no <!-- ${name}:start --> … <!-- ${name}:end -->`,
    );
  }
  const after = before.replace(pattern, (_, start, end) =>
    [start, text, end].join("\n\n"),
  );
  writeFileSync(file, await format(after, { parser: "markdown" }));
}
