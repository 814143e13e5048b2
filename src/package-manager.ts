import type { Answers } from "./options.ts";

export type PackageManager = Answers["packageManager"];

interface Commands {
  /** Arguments of the install that we run. */
  install: readonly string[];
  /** What people type. */
  typed: { install: string; start: string; dev: string };
}

/** The commands of each package manager. */
export const packageManagers: Readonly<Record<PackageManager, Commands>> = {
  npm: {
    install: ["install", "--no-audit", "--no-fund"],
    typed: { install: "npm install", start: "npm start", dev: "npm run dev" },
  },
  pnpm: {
    // A workspace further up is not what the project was made for.
    install: ["install", "--ignore-workspace"],
    typed: { install: "pnpm install", start: "pnpm start", dev: "pnpm dev" },
  },
  yarn: {
    install: ["install"],
    typed: { install: "yarn install", start: "yarn start", dev: "yarn dev" },
  },
  bun: {
    install: ["install"],
    typed: {
      install: "bun install",
      start: "bun run start",
      dev: "bun run dev",
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
