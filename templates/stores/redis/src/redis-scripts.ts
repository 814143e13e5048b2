// What Redis is asked for many visitors at once: the scripts take any number of keys, and give an answer
// for each who asks.
import DataLoader from "dataloader";
import type { keepConnection } from "./redis-connection.js";

const LOCK_LIFE = 2_000;
const MOST_AT_ONCE = 100; // nobody else is served while a script runs

// Gives a lock to who asks, unless another instance of the app has it. What this instance has it may
// take again, as its own requests take turns: so a lock whose unlocking was lost keeps nobody out.
// With a new lock comes the session, because a question less for each visit is what makes it quick.
export const lockScript = `
  local answers = {}
  for i = 1, #KEYS, 2 do
    local instance, number = ARGV[i], ARGV[i + 1]
    local owner = redis.call("GET", KEYS[i])
    if owner and string.sub(owner, 1, #instance) ~= instance then
      table.insert(answers, 0)
    else
      redis.call("SET", KEYS[i], instance .. number, "PX", ${LOCK_LIFE})
      local session = { redis.call("GET", KEYS[i + 1]), redis.call("PTTL", KEYS[i + 1]) }
      table.insert(answers, owner and 1 or session)
    end
  end
  return answers`;

// Gives locks back, unless somebody else has them by now.
export const unlockScript = `
  for i, lock in ipairs(KEYS) do
    if redis.call("GET", lock) == ARGV[i] then redis.call("DEL", lock) end
  end
  return KEYS`;

// XX: only where it still is.
export const updateScript = `
  for i, session in ipairs(KEYS) do
    redis.call("SET", session, ARGV[2 * i - 1], "XX", "PX", ARGV[2 * i])
  end
  return KEYS`;

/**
 * Runs a script once for all that is asked at one moment, because most of the cost is in asking. In a
 * cluster each runs it alone: the keys of a script must be in one slot.
 */
export function inOneScript(
  script: string,
  ask: ReturnType<typeof keepConnection>["ask"],
  isCluster: boolean,
) {
  async function run(asked: readonly { key: string; keys: string[]; words: string[] }[]) {
    const keys = asked.flatMap((one) => one.keys);
    const words = asked.flatMap((one) => one.words);
    const answers = ask((redis) => redis.eval(script, { keys, arguments: words }), asked[0].key);
    return (await answers) as unknown[];
  }

  async function runAll(asked: Parameters<typeof run>[0]) {
    try {
      return await run(asked);
    } catch (error) {
      // A cluster can be behind a single address, too.
      if (!(error as Error).message.startsWith("CROSSSLOT")) throw error;
      const alone = await Promise.allSettled(asked.map((one) => run([one])));
      return alone.map((one) => (one.status === "fulfilled" ? one.value[0] : one.reason));
    }
  }

  const atOneMoment = { batchScheduleFn: setImmediate, maxBatchSize: MOST_AT_ONCE };
  return new DataLoader(runAll, { ...atOneMoment, cache: false, batch: !isCluster });
}
