import { dashed } from "./spelling.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether `npm create`, `npm init`, `npm exec` or npx started us. */
export function runByNpm(environment: Environment): boolean {
  return (
    environment.npm_config_user_agent?.startsWith("npm/") === true &&
    ["init", "exec"].includes(environment.npm_command ?? "")
  );
}

/** What npm tells us of a setting, its own or one that was meant for us. */
export function settingOf(name: string, environment: Environment) {
  if (name === "ci" && isCi(environment)) {
    return environment.npm_config_cidr === "" ? "" : "true";
  }
  return environment[`npm_config_${dashed(name).replaceAll("-", "_")}`];
}

/** npm takes --ci for the beginning of its --cidr, whose value, the word behind it, has a slash when it is meant. */
function isCi({ npm_config_cidr: value }: Environment): boolean {
  return value !== undefined && !value.includes("/");
}

/** A directory or flag that npm took for the value of --cidr; empty where it took none. */
export function wordEatenWithCi(environment: Environment): string {
  const { npm_config_cidr: value = "" } = environment;
  return isCi(environment) && value !== "true" ? value : "";
}
