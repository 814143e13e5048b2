import { fileURLToPath } from "node:url";
import { templatesPlugin } from "../templates-plugin.mjs";

/**
 * npm run bench:scale [-- -t redis]: the measurements of docs/scale.md. BENCH_ROWS=100000 is quicker. They run inside
 * vitest, because so do the servers and apps that the tests start, and those end with their test.
 */
export default {
  root: fileURLToPath(new URL("../..", import.meta.url)),
  plugins: [templatesPlugin()],
  test: {
    include: ["scripts/bench-scale/scale.mjs"],
    disableConsoleIntercept: true,
    ...{ testTimeout: 3_600_000, hookTimeout: 60_000 },
  },
};
