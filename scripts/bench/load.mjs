import { readFileSync } from "node:fs";
import autocannon from "autocannon";

/**
 * Visits a page over keep-alive connections, each with a session cookie of its own, and gives requests a second, the
 * 99th percentile in milliseconds, and the milliseconds of CPU that the server took for a request.
 */
export async function visit(url, { seconds, pid, connections = 50 }) {
  const cookies = await Promise.all(
    Array.from({ length: connections }, () => sessionAt(url)),
  );
  await fire(url, { duration: 1, cookies }); // Warms it up.
  const before = cpuOf(pid);
  const result = await fire(url, { duration: seconds, cookies });
  const cpu = cpuOf(pid) - before;
  const requests = result.requests.total;
  if (result.non2xx + result.errors > 0) {
    throw new Error(
      `${url}: ${result.non2xx} bad answers, ${result.errors} errors`,
    );
  }
  return {
    rate: requests / result.duration,
    p99: result.latencies.p99,
    cpu: cpu / requests,
  };
}

/** Sends visitors without a cookie, each of whom gets a session. */
export function strangers(url, amount) {
  return autocannon({ url, connections: 50, amount });
}

/** The cookie of a new session. */
async function sessionAt(url) {
  const response = await fetch(url);
  await response.arrayBuffer();
  const [cookie] = response.headers.getSetCookie();
  if (!cookie) throw new Error(`${url} sets no cookie`);
  return cookie.split(";")[0];
}

async function fire(url, { duration, cookies }) {
  const waiting = [...cookies];
  const latencies = [];
  const result = await autocannon({
    url,
    duration,
    connections: cookies.length,
    setupClient: (client) => {
      client.setHeaders({ cookie: waiting.pop() });
      client.on("response", (_status, _bytes, time) => latencies.push(time));
    },
  });
  latencies.sort((a, b) => a - b);
  const p99 = latencies[Math.floor(latencies.length * 0.99)];
  return { ...result, latencies: { p99 } };
}

/** Milliseconds of CPU that a process has used; Linux alone tells. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1];
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) * 10;
}
