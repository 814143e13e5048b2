import { describe, expect, test } from "vitest";
import type { UserError } from "../../src/errors.ts";
import { noteOnYes, refuseSwallowedFlags } from "../../src/swallowed.ts";

const npm = {
  npm_config_user_agent: "npm/11.0.0 node/v24",
  npm_command: "init",
};

function hint(argv: string[], environment: Record<string, string>): string {
  try {
    refuseSwallowedFlags(argv, { ...npm, ...environment });
  } catch (error) {
    return (error as UserError).hint ?? "";
  }
  return "not refused";
}

describe("refuseSwallowedFlags", () => {
  test("a flag with its value behind it", () => {
    expect(hint(["x", "sqlite"], { npm_config_store: "true" })).toBe(
      "Run: npm create session-app x -- --store sqlite",
    );
  });

  test("a flag with an equals sign", () => {
    expect(hint(["x"], { npm_config_privacy: "gdpr" })).toBe(
      "Run: npm create session-app x -- --privacy gdpr",
    );
  });

  test("several flags", () => {
    const environment = {
      npm_config_package_manager: "true",
      npm_config_port: "true",
    };
    expect(hint(["x", "pnpm", "80"], environment)).toBe(
      "Run: npm create session-app x -- --package-manager pnpm --port 80",
    );
  });

  test("a flag that turns something off", () => {
    expect(hint(["x"], { npm_config_install: "" })).toContain(
      "-- --no-install",
    );
    expect(hint(["x"], { npm_config_git: "false" })).toContain("-- --no-git");
  });

  test.each([
    ["true", ["x"], "x -- --ci"],
    ["", ["x"], "x -- --no-ci"],
    ["x", [], "x -- --ci"],
    ["--docker", ["x"], "x -- --ci --docker"],
  ])("--ci, which npm takes for --cidr %j", (value, argv, meant) => {
    expect(hint(argv, { npm_config_cidr: value })).toBe(
      `Run: npm create session-app ${meant}`,
    );
  });

  test("npm's own --cidr is none of ours", () => {
    expect(hint(["x"], { npm_config_cidr: "10.0.0.0/8" })).toBe("not refused");
  });

  test("npm exec has the dashes elsewhere", () => {
    const environment = { npm_command: "exec", npm_config_store: "sqlite" };
    expect(hint(["x"], environment)).toBe(
      "Run: npm exec create-session-app -- x --store sqlite",
    );
  });

  test("npm's own settings are none of ours", () => {
    const own = {
      npm_config_git: "/usr/bin/git",
      npm_config_yes: "true",
      npm_config_json: "true",
    };
    expect(hint(["x"], own)).toBe("not refused");
  });

  test.each(["dry_run", "print_config", "accessible"])(
    "%s, which must not end in files",
    (name) => {
      const environment = { [`npm_config_${name}`]: "true" };
      const flag = `--${name.replace("_", "-")}`;
      expect(hint(["x"], environment)).toBe(
        `Run: npm create session-app x -- ${flag}`,
      );
    },
  );

  test.each([
    [["x", "a.json"], "true"],
    [["a.json", "x"], "true"],
    [["x"], "a.json"],
  ])("a file of options in %j and %j", (argv, npm_config_config) => {
    expect(hint(argv, { npm_config_config })).toBe(
      "Run: npm create session-app x -- --config a.json",
    );
  });

  test("a flag of the run that is off is none", () => {
    const off = { npm_config_dry_run: "", npm_config_config: "" };
    expect(hint(["x"], off)).toBe("not refused");
  });

  test("--yes, --json and --debug come along with what was swallowed", () => {
    const environment = {
      npm_config_store: "sqlite",
      npm_config_yes: "true",
      npm_config_json: "true",
      npm_config_debug: "true",
    };
    expect(hint(["x"], environment)).toBe(
      "Run: npm create session-app x -- --store sqlite --yes --json --debug",
    );
    expect(hint(["x", "-y", "--json"], environment)).toBe(
      "Run: npm create session-app x -- --store sqlite --debug -y --json",
    );
  });

  test("a word that is no value is one all the same where it is left over", () => {
    expect(hint(["x", "rdeis"], { npm_config_store: "true" })).toBe(
      "Run: npm create session-app x -- --store rdeis",
    );
  });

  test("a directory may be called like a value", () => {
    const environment = { npm_config_store: "true" };
    expect(hint(["memory", "sqlite"], environment)).toBe(
      "Run: npm create session-app memory -- --store sqlite",
    );
  });

  test.each([
    ["a value is missing", ["x"], ["store"]],
    ["two directories stand there", ["x", "y", "sqlite"], ["store"]],
    ["two values are wrong", ["x", "a", "b"], ["store", "privacy"]],
  ])("nothing is guessed where %s", (_, argv, names) => {
    const set = names.map((name) => [`npm_config_${name}`, "true"] as const);
    expect(hint(argv, Object.fromEntries(set))).toBe(
      "Put the options after --: npm create session-app [directory] -- [options]",
    );
  });

  test("--https leaves no trace, so prod-https is a reason to recall it", () => {
    const environment = { npm_config_environment: "prod-https" };
    expect(hint(["x"], environment)).toContain("\nand --https, if you gave it");
    expect(hint(["x", "--https", "direct"], environment)).not.toContain("\n");
  });

  test("a flag that reached us as well is ours", () => {
    const argv = ["x", "--store", "sqlite"];
    expect(hint(argv, { npm_config_store: "true" })).toBe("not refused");
  });

  test("settings of another package manager do not count", () => {
    const environment = {
      npm_config_user_agent: "pnpm/10",
      npm_config_store: "x",
    };
    expect(hint(["x"], environment)).toBe("not refused");
  });
});

describe("noteOnYes", () => {
  test("tells where --yes went", () => {
    const environment = { ...npm, npm_config_yes: "true" };
    expect(noteOnYes(environment)).toContain("stands after --");
  });

  test("says nothing where npm has no --yes, or does not run us", () => {
    expect(noteOnYes(npm)).toBe("");
    expect(noteOnYes({ npm_config_yes: "true" })).toBe("");
  });
});
