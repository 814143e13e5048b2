import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { newSecret, redis, testOn } from "./instances.ts";
import { keepVisiting, type Visit } from "./instances-crowd.ts";

const lifetime = 6_000;

testOn(redis)(
  "a secret is replaced as the README says, and no session ends before its time",
  2,
  async ({ url, instances, secret }) => {
    const crowd = keepVisiting(url, 24, lifetime);
    const [old, fresh] = [secret, newSecret()];
    const deploy = async (secrets: string) => {
      for (const instance of instances) {
        expect(await instance.stop()).toBe(0);
        await instance.start({ SESSION_SECRET: secrets });
        await sleep(1_000); // newcomers meet the new and the old
      }
    };
    await sleep(1_000);
    await deploy(`${old},${fresh}`);
    await deploy(`${fresh},${old}`);
    await sleep(lifetime);
    await deploy(fresh);
    const all = await crowd.stop();
    expect(all.flat().filter(({ status }) => status !== 200)).toEqual([]);
    expect(all.flatMap(endedEarly)).toEqual([]);
  },
  { SESSION_LIFETIME: `${lifetime / 1_000}s` },
);

/** The visits at which a visitor was taken for a new one, though the session had begun less than a lifetime ago. */
function endedEarly(visits: Visit[]): Visit[] {
  let began = -Infinity;
  return visits.filter((each) => {
    if (each.views !== 1) return false;
    const isEarly = each.ended < began + lifetime;
    began = each.began;
    return isEarly;
  });
}
