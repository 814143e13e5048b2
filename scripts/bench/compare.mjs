import { visit } from "./load.mjs";
import { median } from "./measure.mjs";

/**
 * Visits all apps in turns, so that what else happens on the machine strikes all alike, and gives each its medians.
 * `share` is its requests a second as a share of the first app's in the same round.
 */
export async function compare(apps, { rounds, seconds }) {
  const results = apps.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...apps.keys()];
    for (const index of round % 2 ? order.toReversed() : order) {
      const { start, env, node } = apps[index];
      const server = await start(env, node);
      try {
        results[index].push(
          await visit(server.url, { seconds, pid: server.pid }),
        );
      } finally {
        await server.stop();
      }
    }
  }
  return apps.map(({ name }, index) => ({
    name,
    rate: median(results[index].map(({ rate }) => rate)),
    share: median(
      results[index].map(({ rate }, i) => rate / results[0][i].rate),
    ),
    p99: median(results[index].map(({ p99 }) => p99)),
    cpu: median(results[index].map(({ cpu }) => cpu)),
  }));
}
