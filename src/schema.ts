import { usageError } from "./errors.ts";
import {
  type Answers,
  type Option,
  type OptionName,
  optionNames,
  options,
} from "./options.ts";
import { didYouMean } from "./spelling.ts";

/** A JSON schema of --config files, derived from the table of options. */
export function configSchema(): object {
  const properties = Object.fromEntries(
    optionNames.map((name) => [name, schemaOf(options[name])]),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Options of create-session-app",
    type: "object",
    properties: { $schema: { type: "string" }, ...properties },
    additionalProperties: false,
  };
}

/** Checks what was read from JSON or handed to the API; `source` names it in errors. */
export function checkOptions(value: unknown, source: string): Partial<Answers> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(
      "invalid-config",
      `${source} does not hold a JSON object`,
      'Write options into it like {"store": "sqlite"}; --print-config prints a valid one.',
    );
  }
  const answers: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    if (name === "$schema" || given === undefined) continue;
    if (!isOptionName(name)) throw unknownName(name, source);
    const label = `${JSON.stringify(name)} in ${source}`;
    answers[name] = checkOption(name, given, label);
  }
  return answers;
}

/** Returns the value if the option allows it; `label` says in errors where it came from. */
export function checkOption(
  name: OptionName,
  value: unknown,
  label: string,
): string | number | boolean {
  const option: Option = options[name];
  if (option.kind === "toggle" && typeof value === "boolean") return value;
  if (option.kind === "number" && isInRange(value, option)) return value;
  if (option.kind === "choice") {
    if (option.choices.some((choice) => choice.value === value)) {
      return value as string;
    }
  }
  throw usageError(
    "invalid-value",
    `${JSON.stringify(value)} is not a value of ${label}`,
    `${suggestionFor(option, value)}Allowed: ${allowedBy(option)}.`,
  );
}

/** The values an option takes, for errors, help and documentation. */
export function allowedBy(option: Option): string {
  if (option.kind === "toggle") return "true, false";
  if (option.kind === "number") return `${option.minimum} to ${option.maximum}`;
  return option.choices.map((choice) => choice.value).join(", ");
}

function schemaOf(option: Option): object {
  const { summary: description, default: usual } = option;
  if (option.kind === "toggle") {
    return { description, type: "boolean", default: usual };
  }
  if (option.kind === "number") {
    const { minimum, maximum } = option;
    return { description, type: "integer", minimum, maximum, default: usual };
  }
  const values = option.choices.map((choice) => choice.value);
  return { description, enum: values, default: usual };
}

function isInRange(
  value: unknown,
  range: { minimum: number; maximum: number },
): value is number {
  return (
    Number.isInteger(value) &&
    (value as number) >= range.minimum &&
    (value as number) <= range.maximum
  );
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

function unknownName(name: string, source: string) {
  return usageError(
    "unknown-option",
    `${source} has an unknown option ${JSON.stringify(name)}`,
    `${didYouMean(name, optionNames)}Allowed: ${optionNames.join(", ")}.`,
  );
}

function suggestionFor(option: Option, value: unknown): string {
  if (option.kind !== "choice" || typeof value !== "string") return "";
  return didYouMean(
    value,
    option.choices.map((choice) => choice.value),
  );
}
