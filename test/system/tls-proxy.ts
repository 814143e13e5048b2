import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, onTestFinished } from "vitest";
import { selfSignedCertificate } from "../../src/certificate.ts";
import { childEnvironment, requireProgram } from "./child-programs.ts";
import { temporaryDirectory } from "./run-cli.ts";
import { until } from "./running-app.ts";
import { freePort } from "./stores/server-process.ts";
import { visitor } from "./visitor.ts";

/** Starts nginx in front of an app, as its README says if that is given; gives its https address. It ends with the test. */
export function startNginx(
  context: TestContext,
  app: string,
  readme?: string,
): Promise<string> {
  const address = app.replace("localhost", "127.0.0.1");
  const location = readme === undefined ? plain : blocksOf(readme).location;
  return serve(context, location.replace(/http:\/\/127\.0\.0\.1:\d+/, address));
}

/**
 * Starts nginx in front of several instances of an app, as its README says, each in its turn; gives its https address.
 * Every answer names in `X-Served-By` who was asked, with commas when the first could not answer.
 */
export function startBalancer(
  context: TestContext,
  ports: readonly number[],
  readme: string,
): Promise<string> {
  const { location, upstream } = blocksOf(readme);
  const [, name = "", options = ""] =
    /^upstream (\w+) {\n.*?^ *server \S+?( .*?)?;/ms.exec(upstream) ?? [];
  const servers = ports.map((port) => `server 127.0.0.1:${port}${options};`);
  return serve(
    context,
    `${location.replace(/http:\/\/127\.0\.0\.1:\d+/, `http://${name}`)}
    add_header X-Served-By $upstream_addr always;`,
    `upstream ${name} { ${servers.join(" ")} }`,
  );
}

const plain = `location / {
      proxy_pass http://127.0.0.1:0;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }`;

/** What a README says about nginx, by the directive that each block begins with. */
function blocksOf(readme: string) {
  const blocks = [...readme.matchAll(/```nginx\n(.*?)```/gs)];
  const named = (name: string) =>
    blocks.find(([, text]) => text?.startsWith(name))?.[1] ?? "";
  return { location: named("location"), upstream: named("upstream") };
}

async function serve(context: TestContext, server: string, upstream = "") {
  const nginx = requireProgram(context, "nginx");
  const folder = temporaryDirectory();
  const port = await freePort();
  const { key, certificate } = selfSignedCertificate();
  mkdirSync(join(folder, "temp"));
  writeFileSync(join(folder, "key.pem"), key, { mode: 0o600 });
  writeFileSync(join(folder, "certificate.pem"), certificate);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(folder, port, server, upstream));
  const words = ["-p", folder, "-c", file, "-e", join(folder, "error.log")];
  const child = spawn(nginx, words, {
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

function configuration(
  folder: string,
  port: number,
  server: string,
  upstream: string,
): string {
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
  ${upstream}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${join(folder, "certificate.pem")};
    ssl_certificate_key ${join(folder, "key.pem")};
    ${server}
  }
}
`;
}
