import type { addresses } from "./redis-addresses.js";
import { clientOf, destroy, within } from "./redis-client.js";

const PATIENCE = 1_500;

/**
 * The address of the master, from the sentinel that answers first. The driver's own sentinel client is
 * not used: it sends commands again after visitors were told that they failed.
 */
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
      const words = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", master];
      const asked = client.connect().then(() => client.sendCommand<[string, string] | null>(words));
      const found = await within(PATIENCE, asked);
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
