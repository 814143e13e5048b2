import { describe, expect, test } from "vitest";
import {
  type Ask,
  possibleAnswers,
  refuseAccessible,
  refuseContradictions,
  refuseMissing,
  resolveAnswers,
} from "../../src/answers.ts";
import type { UserError } from "../../src/errors.ts";
import { type OptionName, options } from "../../src/options.ts";

function refusal(action: () => void): UserError {
  try {
    action();
  } catch (error) {
    return error as UserError;
  }
  throw new Error("it was not refused");
}

/** Answers from a script and notes what was asked. */
function scripted(script: Partial<Record<OptionName, unknown>>) {
  const asked: OptionName[] = [];
  const impossible: Record<string, string | undefined> = {};
  const ask: Ask = async (name, whyNot) => {
    asked.push(name);
    const option = options[name];
    if (option.kind === "choice") {
      for (const { value } of option.choices) impossible[value] = whyNot(value);
    }
    return script[name] ?? option.default;
  };
  return { ask, asked, impossible };
}

describe("resolveAnswers", () => {
  test("takes the defaults where nobody can be asked", async () => {
    expect(await resolveAnswers({}, {})).toEqual({
      environment: "dev-http",
      store: "sqlite",
      privacy: "standard",
      language: "typescript",
      docker: false,
      ci: false,
      packageManager: "npm",
      port: 3000,
      install: true,
      git: true,
      start: false,
      onConflict: "error",
    });
  });

  test("takes the package manager that runs us", async () => {
    const answers = await resolveAnswers({}, { packageManager: "bun" });
    expect(answers.packageManager).toBe("bun");
  });

  test("given answers win over the usual ones", async () => {
    const given = { packageManager: "yarn" } as const;
    const answers = await resolveAnswers(given, { packageManager: "bun" });
    expect(answers.packageManager).toBe("yarn");
  });

  test("asks in the order of the table", async () => {
    const { ask, asked } = scripted({});
    await resolveAnswers({}, {}, ask);
    expect(asked).toEqual([
      ...["environment", "store", "privacy", "language", "docker", "ci"],
    ]);
  });

  test("asks where TLS ends with prod-https only", async () => {
    const { ask, asked } = scripted({ environment: "prod-https" });
    const answers = await resolveAnswers({}, {}, ask);
    expect(asked).toContain("https");
    expect(answers.https).toBe("proxy");
  });

  test("does not ask what was given", async () => {
    const { ask, asked } = scripted({});
    await resolveAnswers({ environment: "dev-http", privacy: "gdpr" }, {}, ask);
    expect(asked).toEqual(["store", "language", "docker", "ci"]);
  });

  test("tells which choices cannot go with what was given", async () => {
    const { ask, impossible } = scripted({});
    await resolveAnswers({ environment: "prod-https" }, {}, ask);
    expect(impossible.memory).toContain("memory store");
    expect(impossible.sqlite).toBeUndefined();
  });

  test("dev-http is impossible where TLS was asked for", async () => {
    const { ask, impossible } = scripted({ environment: "prod-https" });
    await resolveAnswers({ https: "direct" }, {}, ask);
    expect(impossible["dev-http"]).toContain("--https");
  });
});

describe("refuseMissing", () => {
  test("names everything at once", () => {
    const { message } = refusal(() => refuseMissing({}, undefined, true));
    expect(message).toContain(
      "the directory, --environment, --store, --privacy, --language",
    );
  });

  test("names --https with prod-https", () => {
    const given = { environment: "prod-https" } as const;
    const { message } = refusal(() => refuseMissing(given, "app", true));
    expect(message).toContain("missing: --https, --store");
  });

  test("accepts when everything is there", () => {
    const given = {
      environment: "dev-http",
      store: "sqlite",
      privacy: "gdpr",
      language: "javascript",
    } as const;
    expect(() => refuseMissing(given, "app", true)).not.toThrow();
  });

  test("puts a note below the command", () => {
    const refuse = () => refuseMissing({}, "app", true, "A note.");
    expect(refusal(refuse).hint).toMatch(/^Run: .* --yes\nA note\.$/);
  });

  test("gives a command that keeps what was given", () => {
    const given = { https: "direct" } as const;
    const { hint } = refusal(() => refuseMissing(given, "app", true));
    expect(hint).toContain(" app --environment prod-https --https direct ");
  });
});

describe("refuseContradictions", () => {
  test("TLS in a dev-http app", () => {
    const given = { environment: "dev-http", https: "proxy" } as const;
    const { code, hint } = refusal(() => refuseContradictions(given, "app"));
    expect(code).toBe("contradiction");
    expect(hint).toContain("--environment prod-https --https proxy");
  });

  test("the memory store in production", () => {
    const given = { environment: "prod-https", store: "memory" } as const;
    const { hint } = refusal(() => refuseContradictions(given, "app"));
    expect(hint).toContain(
      "--environment prod-https --https proxy --store sqlite",
    );
  });

  test("starting what is not installed", () => {
    const given = { start: true, install: false };
    const { hint } = refusal(() => refuseContradictions(given, "app"));
    expect(hint).toMatch(/--yes --start$/);
  });

  test("the nearest command is no contradiction itself", () => {
    const given = { environment: "dev-http", https: "direct" } as const;
    const possible = possibleAnswers(given);
    expect(() => refuseContradictions(possible, "app")).not.toThrow();
  });
});

describe("refuseAccessible", () => {
  test("with --json it gives the command without it", () => {
    const run = { accessible: true, json: true };
    const { hint } = refusal(() => refuseAccessible(run, {}, "app"));
    expect(hint).toMatch(/ app .*--yes --json$/);
  });

  test("alone it is fine", () => {
    const run = { accessible: true };
    expect(() => refuseAccessible(run, {}, "app")).not.toThrow();
  });
});
