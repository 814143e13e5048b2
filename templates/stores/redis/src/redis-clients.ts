import { setTimeout as sleep } from "node:timers/promises";
import { createClient, createCluster } from "redis";
import type { addresses } from "./redis-addresses.js";

const LONGEST_PAUSE = 1_000;

/** A client of one server that gives up at the first error. */
export function clientOf(url: string, storeTimeout: number) {
  return createClient({ url, ...optionsOf(storeTimeout, false) });
}

/** A client of a cluster, whose nodes it keeps connected. */
export function clusterClient(urls: string[], storeTimeout: number) {
  const { username, password, protocol } = new URL(urls[0]);
  const options = optionsOf(storeTimeout, (retries) => Math.min(50 * 2 ** retries, LONGEST_PAUSE));
  const { socket } = options;
  const defaults = {
    ...options,
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    // The nodes it finds are spoken to as those it is told of.
    socket: protocol === "rediss:" ? { ...socket, tls: true as const } : socket,
  };
  const cluster = createCluster({ rootNodes: urls.map((url) => ({ url })), defaults });
  // They differ in nothing that is used here.
  return cluster as unknown as ReturnType<typeof clientOf>;
}

function optionsOf(storeTimeout: number, reconnectStrategy: false | ((retries: number) => number)) {
  return {
    // What cannot be sent now fails now: sent later, it would undo what came after it.
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled" as const,
    socket: { connectTimeout: 2 * storeTimeout, reconnectStrategy },
  };
}

/** The address of the master, from the sentinel that answers first. */
export async function masterOf({
  sentinels,
  master,
}: ReturnType<typeof addresses>): Promise<string> {
  const answers = sentinels.map(async (sentinel) => {
    const url = new URL(sentinel);
    const database = url.pathname;
    url.pathname = "";
    url.port ||= "26379";
    const client = clientOf(url.href, 500);
    client.on("error", () => {});
    try {
      const asked = client
        .connect()
        .then(() =>
          client.sendCommand<[string, string] | null>([
            "SENTINEL",
            "GET-MASTER-ADDR-BY-NAME",
            master,
          ]),
        );
      const found = await within(1_500, asked);
      if (!found) throw new Error(`the sentinels know no master ${master}`);
      [url.hostname, url.port] = found;
      url.pathname = database;
      return url.href;
    } finally {
      destroy(client);
    }
  });
  return Promise.any(answers).catch(({ errors }) => Promise.reject(errors[0]));
}

/** The answer, or an error after a time in milliseconds. */
export async function within<Answer>(
  time: number,
  answer: Promise<Answer> | Answer,
): Promise<Answer> {
  const late = new AbortController();
  const deadline = sleep(time, undefined, { signal: late.signal }).then(() => {
    throw new Error("no answer");
  });
  deadline.catch(() => {});
  return Promise.race([answer, deadline]).finally(() => late.abort());
}

/** Closes a client at once. */
export function destroy(client: { destroy: () => void }): void {
  try {
    client.destroy();
  } catch {
    // It is closed already.
  }
}
