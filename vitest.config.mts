import { defineConfig } from "vitest/config";
import { rulePagesPlugin } from "./scripts/rule-pages-plugin.mjs";
import { templatesPlugin } from "./scripts/templates-plugin.mjs";

/** `unit` takes seconds and is part of `npm run check`; `system` starts processes. */
export default defineConfig({
  plugins: [rulePagesPlugin(), templatesPlugin()],
  test: {
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          pool: "threads",
          include: ["test/**/*.test.ts"],
          exclude: ["test/system/**", "test/snapshots/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
