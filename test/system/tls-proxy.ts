import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { type TestContext, onTestFinished } from "vitest";
import { selfSignedCertificate } from "../../src/certificate.ts";
import { childEnvironment, requireProgram } from "./child-programs.ts";
import { temporaryDirectory } from "./run-cli.ts";
import { until } from "./running-app.ts";
import { visitor } from "./visitor.ts";

/** Starts nginx in front of an app, as its README says if that is given; gives its https address. It ends with the test. */
export async function startNginx(
  context: TestContext,
  app: string,
  readme?: string,
): Promise<string> {
  const nginx = requireProgram(context, "nginx");
  const folder = temporaryDirectory();
  const port = await freePort();
  const { key, certificate } = selfSignedCertificate();
  mkdirSync(join(folder, "temp"));
  writeFileSync(join(folder, "key.pem"), key, { mode: 0o600 });
  writeFileSync(join(folder, "certificate.pem"), certificate);
  writeFileSync(
    join(folder, "nginx.conf"),
    configuration(folder, port, locationFor(app, readme)),
  );
  const words = ["-p", folder, "-c", join(folder, "nginx.conf")];
  const log = join(folder, "error.log");
  const child = spawn(nginx, [...words, "-e", log], {
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (text) => (output += String(text)));
  onTestFinished(() => void child.kill("SIGTERM"));
  const url = `https://localhost:${port}`;
  const answers = async () => {
    const answer = await visitor(url)
      .get("/livez")
      .catch(() => undefined);
    return answer?.status === 200;
  };
  await until(answers, () => `nginx does not answer: ${output}`);
  return url;
}

function locationFor(app: string, readme?: string): string {
  const address = app.replace("localhost", "127.0.0.1");
  if (readme === undefined) {
    return `location / {
      proxy_pass ${address};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }`;
  }
  const [, block = ""] = /```nginx\n(.*?)```/s.exec(readme) ?? [];
  return block.replace(/http:\/\/127\.0\.0\.1:\d+/, address);
}

function configuration(folder: string, port: number, location: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, "temp", name)};`,
  );
  return `
daemon off;
master_process off;
pid ${join(folder, "nginx.pid")};
events {}
http {
  access_log off;
  ${temporary.join("\n  ")}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${join(folder, "certificate.pem")};
    ssl_certificate_key ${join(folder, "key.pem")};
    ${location}
  }
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" ? (address?.port ?? 0) : 0),
      );
    });
  });
}
