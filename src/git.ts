import type { Problem, Progress } from "./finish.ts";
import type { Ended, Run } from "./run-program.ts";

/** Makes a repository with the project as its first commit, unless one is there already. */
export async function commitProject(
  paths: readonly string[],
  run: Run,
  progress: Progress,
): Promise<Problem | undefined> {
  const step = progress("Making a git repository");
  const git = async (...words: string[]) => {
    const result = await run("git", words);
    if (!result.ok) throw new GitFailure(result);
    return result.output;
  };
  try {
    if (await isInRepository(run)) {
      step.done("Already in a git repository: nothing was committed");
      return undefined;
    }
    await git("init", "--quiet");
    const files = await untracked(paths, git);
    if (files.length > 0) await git("add", "--", ...files);
    await git(...commit);
    step.done("Git repository made, first commit done");
    return undefined;
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    step.failed(error.result.output.trim());
    return problemOf(error.result);
  }
}

class GitFailure extends Error {
  readonly result: Ended;

  constructor(result: Ended) {
    super("git failed");
    this.result = result;
  }
}

/** Hooks and signing belong to the user's own commits, and may ask for a passphrase. */
const commit = [
  ...["-c", "core.hooksPath=/dev/null", "commit", "--quiet"],
  ...["--no-verify", "--no-gpg-sign", "-m", "Create the app"],
];
const lockfiles = [
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
];

async function isInRepository(run: Run): Promise<boolean> {
  const words = ["rev-parse", "--is-inside-work-tree"];
  const result = await run("git", words);
  if (result.missing) throw new GitFailure(result);
  // A repository of somebody else is one all the same.
  return result.ok || result.output.includes("dubious ownership");
}

/** Our files and the lockfile, no secrets, nothing that is ignored and nothing of the user's. */
async function untracked(
  paths: readonly string[],
  git: (...words: string[]) => Promise<string>,
): Promise<string[]> {
  const ours = [...paths, ...lockfiles];
  const list = ["ls-files", "--others", "--exclude-standard", "-z", "--"];
  const output = await git(...list, ...ours.map((path) => `:(literal)${path}`));
  return output.split("\0").filter((path) => path !== "");
}

function problemOf({ missing, output }: Ended): Problem {
  const code = "git-failed";
  const again = "git init && git add . && git commit -m 'Create the app'";
  if (missing) return { code, message: "git is not installed", run: again };
  if (/tell me who you are|identity|user\.email|user\.name/i.test(output)) {
    return {
      code,
      message: "git does not know who you are, so nothing was committed",
      run: `git config --global user.name "Your Name" && git config --global user.email you@example.com && git commit -m 'Create the app'`,
    };
  }
  return { code, message: "git failed", run: again };
}
