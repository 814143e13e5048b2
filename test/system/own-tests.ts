import { runProgram } from "./child-programs.ts";

/** Runs a generated app's own tests, and gives how many passed and how many did anything else. */
export async function runOwnTests(
  app: string,
  options: { path?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
) {
  const { code, output } = await runProgram("npm", ["test"], {
    cwd: app,
    ...options,
  });
  if (code !== 0) throw new Error(`npm test ended with ${code}\n${output}`);
  const count = (what: string) =>
    Number(new RegExp(`^(?:#|ℹ) ${what} (\\d+)$`, "m").exec(output)?.[1]);
  const others = ["fail", "cancelled", "skipped", "todo"].map(count);
  return {
    passed: count("pass"),
    others: others.reduce((sum, number) => sum + number),
  };
}
