import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = mkdtempSync(join(tmpdir(), "session-bench-"));
chmodSync(root, 0o711); // Database servers that run as nobody must get through.
process.once("exit", () => rmSync(root, { recursive: true, force: true }));

/** A new folder that goes when the benchmark ends. */
export function scratchFolder() {
  return mkdtempSync(join(root, "-"));
}
