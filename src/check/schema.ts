import { severities } from "./finding.ts";

/** A JSON schema of what `check --format json` prints. */
export function checkSchema(): object {
  const file = {
    description:
      "Relative to PATH, with slashes; for a running app the URL that showed it",
    type: "string",
    minLength: 1,
  };
  const line = {
    description: "Counted from 1; 0 where there is no file",
    type: "integer",
    minimum: 0,
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Findings of create-session-app check",
    ...closed({
      findings: list({
        rule: {
          description: "The rule's id, which check --explain explains",
          type: "string",
          pattern: "^[a-z]+(-[a-z]+)*$",
        },
        severity: { enum: severities },
        file,
        line,
        message: sentence("What is wrong and why"),
        fix: sentence("The change to make"),
      }),
      unreadable: {
        description: "Files that could not be read; the rest was checked",
        ...list({ file, line, message: sentence("Why") }),
      },
    }),
  };
}

function list(properties: Readonly<Record<string, object>>): object {
  return { type: "array", items: closed(properties) };
}

function closed(properties: Readonly<Record<string, object>>): object {
  const required = Object.keys(properties);
  return { type: "object", properties, required, additionalProperties: false };
}

function sentence(description: string): object {
  return { description, type: "string", minLength: 1 };
}
