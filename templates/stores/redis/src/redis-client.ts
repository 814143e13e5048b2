import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";

/** A client of one server that gives up at the first error. */
export function clientOf(url: string, storeTimeout: number) {
  return createClient({
    url,
    // What cannot be sent now fails now: sent later, it would undo what came after it.
    disableOfflineQueue: true,
    disableClientInfo: true,
    commandOptions: { timeout: undefined }, // there is a deadline already; this one is dear
    maintNotifications: "disabled",
    socket: { connectTimeout: 2 * storeTimeout, reconnectStrategy: false },
  });
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

/** Closes a client at once, and for good: the driver would still finish a connection that it has begun. */
export function destroy(client: ReturnType<typeof clientOf>): void {
  client.once("connect", () => client.destroy());
  client.destroy();
}
