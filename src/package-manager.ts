import type { Answers } from "./options.ts";

export type PackageManager = Answers["packageManager"];

interface Commands {
  /** Arguments of the install that we run. */
  install: readonly string[];
  /** What people type. */
  typed: { install: string; start: string; dev: string };
  locked: Locked;
}

/** How a clone gets exactly the packages that its lock file names: in a container and in a workflow. */
export interface Locked {
  /** What decides about the packages beside package.json. */
  files: string;
  install: string;
  /** Leaves what the running app needs; npm's way suits Yarn, where each version has another. */
  prune: string;
  /** A line of a Dockerfile that brings the package manager, where Node's image does not. */
  image: string;
  /** A step of a workflow that does so, on any Node. */
  step: string;
}

/** The commands of each package manager. */
export const packageManagers: Readonly<Record<PackageManager, Commands>> = {
  npm: {
    install: ["install", "--no-audit", "--no-fund"],
    typed: { install: "npm install", start: "npm start", dev: "npm run dev" },
    locked: {
      files: "package-lock.json",
      install: "npm ci",
      prune: "npm prune --omit=dev",
      image: "",
      step: "",
    },
  },
  pnpm: {
    // A workspace further up is not what the project was made for.
    install: ["install", "--ignore-workspace"],
    typed: { install: "pnpm install", start: "pnpm start", dev: "pnpm dev" },
    locked: {
      files: "pnpm-lock.yaml",
      install: "pnpm install --frozen-lockfile",
      prune: "pnpm prune --prod",
      image: "RUN npm install --global pnpm@12",
      step: "run: npm install --global pnpm@12",
    },
  },
  yarn: {
    install: ["install"],
    typed: { install: "yarn install", start: "yarn start", dev: "yarn dev" },
    locked: {
      files: "yarn.lock .yarnrc.yml",
      install: "yarn install --frozen-lockfile",
      prune: "npm prune --omit=dev --no-package-lock",
      image: "RUN corepack enable",
      step: "run: npm install --global --force corepack@0.34 && corepack enable",
    },
  },
  bun: {
    install: ["install"],
    typed: {
      install: "bun install",
      start: "bun run start",
      dev: "bun run dev",
    },
    locked: {
      files: "bun.lock",
      install: "bun install --frozen-lockfile",
      prune: "rm -r node_modules && bun install --frozen-lockfile --production",
      image: "COPY --from=oven/bun:1-slim /usr/local/bin/bun /usr/local/bin/",
      step: "uses: oven-sh/setup-bun@v2",
    },
  },
};

/** The one that runs us, by the name it gives itself: `pnpm/10.1.0 npm/? node/v24.1.0 …`. */
export function callingPackageManager(
  userAgent: string | undefined,
): PackageManager {
  const [name = ""] = (userAgent ?? "").split("/");
  return Object.hasOwn(packageManagers, name)
    ? (name as PackageManager)
    : "npm";
}
