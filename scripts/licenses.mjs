import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of all packages that went into a bundle, as they ask for. Equal texts stand once, below the packages
 * and copyright lines they belong to.
 */
export function licensesOf(modules) {
  const folders = new Set(modules.flatMap(packageFolderOf));
  const texts = new Map();
  for (const folder of [...folders].toSorted()) {
    const { name, version, license } = readManifest(folder);
    const { copyright, terms } = readLicense(folder);
    const heading = `${name} ${version} (${license})`;
    const key = terms.replace(/\W+/g, " ").toLowerCase();
    const entry = texts.get(key) ?? { terms, headings: [] };
    entry.headings.push([heading, ...copyright].join("\n  "));
    texts.set(key, entry);
  }
  const parts = [...texts.values()].map(
    ({ headings, terms }) => `${headings.join("\n")}\n\n${terms}\n`,
  );
  return `The files in this folder contain code of these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

function packageFolderOf(id) {
  const match = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(
    id.replaceAll("\\", "/"),
  );
  return match ? [match[1]] : [];
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function readLicense(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder}: no licence file`);
  const lines = readFileSync(join(folder, file), "utf8")
    .replaceAll("\r", "")
    .split("\n")
    .map((line) => line.trimEnd());
  return {
    copyright: lines.filter(isCopyright).map((line) => line.trim()),
    terms: lines
      .filter((line) => !isCopyright(line) && !isTitle(line))
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
  };
}

function isCopyright(line) {
  return /^\s*copyright (?:\(c\)|©|\d)/i.test(line);
}

function isTitle(line) {
  return /^\W*(?:the )?(?:mit|isc) license\W*(?:\(mit\))?$/i.test(line.trim());
}
