import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from "node:fs";
import { join } from "node:path";
import type { Target } from "./project.ts";

/** The PEM texts of a key and its certificate. */
export interface Certificate {
  key: string;
  certificate: string;
}

/** What must be fresh for each project, yet stay the same when its command is run again. */
export interface Secrets {
  secret: string;
  certificate?: Certificate;
}

/** Takes over the secrets that the target has, so that running a command twice changes nothing, and makes the others. */
export async function secretsFor(
  target: Target,
  needsCertificate: boolean,
): Promise<Secrets> {
  const found = target.exists ? secretIn(target.path) : undefined;
  const secret = found ?? (await randomSecret());
  if (!needsCertificate) return { secret };
  const pair = target.exists ? certificateIn(target.path) : undefined;
  return { secret, certificate: pair ?? (await freshCertificate()) };
}

/** 32 bytes from the system's random source. Where that is a file, node:crypto is not loaded: it takes 3 ms, a tenth of a run. */
async function randomSecret(): Promise<string> {
  const bytes = Buffer.alloc(32);
  try {
    const source = openSync("/dev/urandom", "r");
    const length = readSync(source, bytes);
    closeSync(source);
    if (length === bytes.length) return bytes.toString("base64url");
  } catch {
    // Windows has no such file.
  }
  const { randomBytes } = await import("node:crypto");
  return randomBytes(32).toString("base64url");
}

async function freshCertificate(): Promise<Certificate> {
  const { selfSignedCertificate } = await import("./certificate.ts");
  return selfSignedCertificate();
}

function secretIn(directory: string): string | undefined {
  const env = read(join(directory, ".env")) ?? "";
  const [, value = ""] = /^SESSION_SECRET=(.*)$/m.exec(env) ?? [];
  const secret = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  return secret.length < 32 ? undefined : secret;
}

/** Looks for `certs/<name>-key.pem` and the certificate beside it. */
function certificateIn(directory: string): Certificate | undefined {
  const folder = join(directory, "certs");
  for (const file of names(folder)) {
    if (!file.endsWith("-key.pem")) continue;
    const name = file.slice(0, -"-key.pem".length);
    const key = read(join(folder, file));
    const certificate =
      read(join(folder, `${name}.pem`)) ??
      read(join(folder, `${name}-cert.pem`));
    if (key && certificate) return { key, certificate };
  }
  return undefined;
}

/** A file that cannot be read is reported later, as one that is in the way. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // No folder, no certificates.
  }
}
