import { readFileSync } from "node:fs";
import { usageError } from "./errors.ts";
import { type Answers, isPointless, optionNames } from "./options.ts";
import { checkOptions } from "./schema.ts";

/** Reads the options of a --config file. */
export function readConfig(file: string): Partial<Answers> {
  const text = read(file);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw usageError(
      "invalid-config",
      `${file} is not valid JSON: ${(error as Error).message.split("\n")[0]}`,
      "--print-config prints a valid file to start from.",
    );
  }
  return checkOptions(value, file);
}

/** Lays flags over the options of a file. What made sense in the file, but not beside a flag, goes without a word. */
export function overruled(
  config: Partial<Answers>,
  flags: Partial<Answers>,
): Partial<Answers> {
  const merged = { ...config, ...flags };
  const lost = optionNames.filter(
    (name) =>
      flags[name] === undefined &&
      isPointless(name, merged) &&
      !isPointless(name, config),
  );
  for (const name of lost) delete merged[name];
  return merged;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw usageError(
      "invalid-config",
      `--config cannot read ${file || "a file without a name"}: ${reasons[code] ?? code}`,
      "Write one with: create-session-app --print-config --yes > options.json",
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "it may not be read",
};
