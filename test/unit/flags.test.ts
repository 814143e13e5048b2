import { parseArgs } from "node:util";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { readFlags } from "../../src/flags.ts";

function refusal(...argv: string[]): UserError {
  try {
    readFlags(argv);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("readFlags", () => {
  test("what was not given is absent", () => {
    expect(readFlags([])).toEqual({ answers: {}, run: {} });
  });

  test("the directory is the argument", () => {
    expect(readFlags(["my-app"]).directory).toBe("my-app");
  });

  test("dashed flags are camel-case options", () => {
    const { answers } = readFlags([
      "--package-manager",
      "pnpm",
      "--on-conflict",
      "keep",
    ]);
    expect(answers).toEqual({ packageManager: "pnpm", onConflict: "keep" });
  });

  test("a port is a number", () => {
    expect(readFlags(["--port", "8080"]).answers.port).toBe(8080);
  });

  test.each(["0", "65536", "1e3", "0x50", "80.5", "-1", "", "abc"])(
    "%j is no port",
    (port) => {
      expect(refusal(`--port=${port}`).code).toBe("invalid-value");
    },
  );

  test("a toggle can be turned off", () => {
    expect(readFlags(["--no-install"]).answers.install).toBe(false);
  });

  test("of two the last wins", () => {
    expect(readFlags(["--git", "--no-git"]).answers.git).toBe(false);
    expect(readFlags(["--port", "1", "--port", "2"]).answers.port).toBe(2);
  });

  test("flags of the run are kept apart from the project's", () => {
    expect(readFlags(["-y", "--dry-run", "--config", "a.json"]).run).toEqual({
      yes: true,
      dryRun: true,
      config: "a.json",
    });
  });

  test("an unknown flag gets a suggestion", () => {
    expect(refusal("--privcy", "gdpr").hint).toContain("--privacy");
  });

  test("an unknown value gets a suggestion and the list", () => {
    expect(refusal("--language", "typscript").hint).toBe(
      "Did you mean typescript? Allowed: typescript, javascript.",
    );
  });

  test("a second argument is named", () => {
    const { code, message } = refusal("one", "two");
    expect(code).toBe("too-many-arguments");
    expect(message).toContain("one, two");
  });

  test("with two arguments the example is an option that there is", () => {
    const [example = ""] =
      /--store \w+/.exec(refusal("a", "b").hint ?? "") ?? [];
    expect(() => readFlags(example.split(" "))).not.toThrow();
  });

  test("a missing value is usage", () => {
    expect(refusal("--store").exitCode).toBe(2);
  });
});

describe("readFlags and node:util's parseArgs", () => {
  const words = [
    ...["a", "", "-", "--", "-y", "-yh", "-yz", "-y=1", "-é😀"],
    ...["--yes", "--yes=1", "--no-git", "--config", "--config=b", "--config="],
    ...["--config=b=c", "--conf", "--=a"],
  ];

  test("understand the same by up to three words", () => {
    const lists = words.flatMap((one) => [
      [one],
      ...words.flatMap((two) => [
        [one, two],
        ...words.map((three) => [one, two, three]),
      ]),
    ]);
    const differing = lists.filter(
      (argv) => JSON.stringify(ours(argv)) !== JSON.stringify(theirs(argv)),
    );
    expect(differing).toEqual([]);
  });
});

function ours(argv: string[]) {
  try {
    const { directory, answers, run } = readFlags(argv);
    return [directory ?? null, answers.git ?? null, inOrder(run)];
  } catch (error) {
    if (error instanceof UserError) return "refused";
    throw error;
  }
}

function theirs(argv: string[]) {
  const { positionals, tokens } = parseArgs({
    args: argv,
    options: {
      yes: { type: "boolean", short: "y" },
      help: { type: "boolean", short: "h" },
      "no-git": { type: "boolean" },
      config: { type: "string" },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const run: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const hasValue = token.value !== undefined;
    const isKnown = ["yes", "help", "no-git", "config"].includes(token.name);
    if (!isKnown || hasValue !== (token.name === "config")) return "refused";
    run[token.name] = token.value ?? true;
  }
  if (positionals.length > 1) return "refused";
  const { "no-git": git, ...rest } = run;
  return [positionals[0] ?? null, git ? false : null, inOrder(rest)];
}

function inOrder(object: object) {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
