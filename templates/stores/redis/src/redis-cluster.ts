// A connection to each master of a cluster, kept like that to a single server. The driver's own cluster
// client is not used: it serves nobody before all nodes have answered it, so one that is silent would
// stop them all.
import type { clientOf } from "./redis-client.js";
import { keepConnection } from "./redis-connection.js";

const SLOTS = 16_384;
const BETWEEN_LOOKS = 1_000;

/** Asks the master that has the key; each answers for itself, whatever the others do. */
export function keepCluster(urls: string[], storeTimeout: number) {
  const { nodeAt, masters, masterOf, close } = keepMap(urls, storeTimeout);

  async function ask<Answer>(
    question: (redis: ReturnType<typeof clientOf>) => Promise<Answer>,
    key = "",
  ) {
    try {
      return await nodeAt(await masterOf(key)).ask(question);
    } catch (error) {
      // The slot has moved, or is moving, since the last look.
      const redirection = /^(MOVED|ASK) \d+ (\S+)$/.exec((error as Error).message);
      if (!redirection) throw error;
      return nodeAt(redirection[2]).ask((redis) => {
        // For the next command only.
        if (redirection[1] === "ASK") redis.sendCommand(["ASKING"]).catch(() => {});
        return question(redis);
      });
    }
  }

  /** A key on each master. */
  async function samples(): Promise<string[]> {
    const keys = new Map<string, string>();
    for (let n = 0; keys.size < Math.max(masters(), 1) && n < SLOTS; n++) {
      keys.set(await masterOf(`ping ${n}`), `ping ${n}`);
    }
    return [...keys.values()];
  }

  return { ask, samples, close };
}

/** Which slots are where: every node knows, and the first that answers tells. */
function keepMap(urls: string[], storeTimeout: number) {
  const { nodes, nodeAt, keepOnly } = keepNodes(urls, storeTimeout);
  let shards: { from: number; to: number; address: string }[] = [];
  let cause = new Error("no node is known that has the key");
  const masters = () => new Set(shards.map(({ address }) => address));

  async function look(): Promise<void> {
    const answers = [...nodes].map(([address, { ask }]) => ask(slotsOf(address)));
    try {
      shards = await Promise.any(answers);
      keepOnly(masters());
    } catch (error) {
      [cause] = (error as AggregateError).errors;
    }
  }
  const looked = look();
  const looking = setInterval(look, BETWEEN_LOOKS).unref();

  return {
    nodeAt,
    masters: () => masters().size,
    masterOf: async (key: string) => {
      await looked;
      const slot = slotOf(key);
      const shard = shards.find(({ from, to }) => from <= slot && slot <= to);
      if (!shard) throw cause;
      return shard.address;
    },
    close: async () => {
      clearInterval(looking);
      await Promise.all([...nodes.values()].map(({ close }) => close()));
    },
  };
}

/** A connection to each node that the settings name, and to each master. */
function keepNodes(urls: string[], storeTimeout: number) {
  const seeds = urls.map((url) => addressOf(new URL(url)));
  const nodes = new Map<string, ReturnType<typeof keepConnection>>(); // by address

  function nodeAt(address: string) {
    const find = () => urlOf(address, urls[0]);
    const node = nodes.get(address) ?? keepConnection(find, storeTimeout);
    nodes.set(address, node);
    return node;
  }

  function keepOnly(masters: Set<string>): void {
    for (const address of masters) nodeAt(address);
    for (const [address, { close }] of nodes) {
      const isInUse = masters.has(address) || seeds.includes(address);
      if (!isInUse && nodes.delete(address)) void close();
    }
  }
  for (const seed of seeds) nodeAt(seed);
  return { nodes, nodeAt, keepOnly };
}

/** Where the slots are, as a node sees it; one that does not know its own host has the one we know. */
const slotsOf = (asked: string) => async (redis: ReturnType<typeof clientOf>) => {
  const slots = await redis.sendCommand<[number, number, [string, number]][]>(["CLUSTER", "SLOTS"]);
  return slots.map(([from, to, [host, port]]) => {
    const own = asked.slice(0, asked.lastIndexOf(":"));
    return { from, to, address: `${host || own}:${port}` };
  });
};

const addressOf = ({ hostname, port }: URL) =>
  `${hostname.replace(/^\[|\]$/g, "")}:${port || 6379}`;

/** The nodes it finds are spoken to as those it is told of: with their user, password and TLS. */
function urlOf(address: string, seed: string): string {
  const url = new URL(seed);
  const end = address.lastIndexOf(":");
  const host = address.slice(0, end);
  url.hostname = host.includes(":") ? `[${host}]` : host;
  url.port = address.slice(end + 1);
  return url.href;
}

/** As Redis counts: CRC16 (XMODEM) of the key. */
function slotOf(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc % SLOTS;
}
