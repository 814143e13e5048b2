import { spawn } from "node:child_process";

/** Starts a server that says "Server running on <address>", and gives its address, its process id and how to stop it. */
export function startServer({ node = process.execPath, file, cwd, env = {} }) {
  const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
  const child = spawn(node, [file], {
    cwd,
    env: { ...outer, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let output = "";
  return new Promise((resolve, reject) => {
    const listen = (text) => {
      output += text;
      const port = /Server running on .*:(\d+)/.exec(output)?.[1];
      if (!port) return;
      resolve({
        url: `http://127.0.0.1:${port}/`,
        pid: child.pid,
        output: () => output,
        stop: () => child.kill("SIGKILL") && ended,
      });
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then((code) =>
      reject(new Error(`${file} ended with ${code}\n${output}`)),
    );
  });
}
