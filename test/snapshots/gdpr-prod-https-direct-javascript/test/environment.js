import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";

const [keyFile, certificateFile] = existsSync("certs/localhost-key.pem")
  ? ["certs/localhost-key.pem", "certs/localhost-cert.pem"]
  : newCertificate();

// How this app is run in its tests: it serves TLS itself.
export const environment = {
  ...{ ENVIRONMENT: "prod-https", HTTPS: "direct" },
  ...{ TLS_KEY_FILE: keyFile, TLS_CERT_FILE: certificateFile },
};
export const protocol = "https";
export const proxyHeaders = {};
export const certificate = readFileSync(certificateFile);
export const connect = (port, options) =>
  tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca: certificate, ...options });

// The key is not in git, so a fresh clone has none.
function newCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const files = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const output = ["-keyout", files[0], "-out", files[1]];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...name, ...output], { stdio: "pipe" });
  } catch (cause) {
    throw new Error("Nothing is tested: no certs/localhost-key.pem, no openssl.", { cause });
  }
  return files;
}
