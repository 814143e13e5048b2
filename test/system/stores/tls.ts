import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { selfSignedCertificate } from "../../../src/certificate.ts";
import { sharedFolder } from "./server-process.ts";
import { unprivileged } from "./unprivileged.ts";

/** The files of a certificate for 127.0.0.1 that no app trusts unless it is told to. */
export function certificateFiles(): { key: string; cert: string } {
  const folder = sharedFolder();
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = selfSignedCertificate();
  writeFileSync(key, made.key, { mode: 0o600 });
  writeFileSync(cert, made.certificate);
  const user = unprivileged();
  for (const path of [folder, key, cert]) {
    if (user) chownSync(path, user.uid, user.gid);
  }
  return { key, cert };
}
