import { describe, expect, test } from "vitest";
import type { UserError } from "../../src/errors.ts";
import { refuseSwallowedFlags } from "../../src/swallowed.ts";

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
