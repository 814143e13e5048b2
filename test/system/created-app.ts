import { join } from "node:path";
import { equivalentCommand } from "../../src/command.ts";
import type { Answers } from "../../src/options.ts";
import { defaults } from "../combinations.ts";
import { linkPackages } from "./cached-packages.ts";
import { runCli } from "./child-programs.ts";
import { temporaryDirectory } from "./run-cli.ts";

/** Creates an app with the built program; its packages are shared and linked. */
export async function createApp(
  chosen: Partial<Answers>,
  node?: string,
): Promise<string> {
  const cwd = temporaryDirectory();
  const answers = { ...defaults, ...chosen, install: false, git: false };
  const words = equivalentCommand("app", answers).split(" ").slice(2);
  const { code, output } = await runCli(words, { cwd, node });
  if (code !== 0) throw new Error(output);
  const app = join(cwd, "app");
  await linkPackages(app);
  return app;
}
