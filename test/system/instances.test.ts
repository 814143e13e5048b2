import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { type Instance, redis, testOn } from "./instances.ts";
import {
  keepPosting,
  keepVisiting,
  visit,
  type Visit,
} from "./instances-crowd.ts";
import { requireMysql, startMysql } from "./stores/mysql-server.ts";
import { requirePostgres, startPostgres } from "./stores/postgres-server.ts";
import { visitor } from "./visitor.ts";

describe.each([
  redis,
  { store: "postgres", require: requirePostgres, start: startPostgres },
  { store: "mysql", require: requireMysql, start: startMysql },
])("instances on $store behind nginx", (subject) => {
  const instancesTest = testOn(subject);

  describe.each([2, 4])("%i of them", (count) => {
    instancesTest(
      "count a visitor exactly, whoever is asked",
      count,
      async ({ url, instances }) => {
        const one = visitor(url);
        const visits: Visit[] = [];
        for (let n = 0; n < 5 * count; n++) visits.push(await visit(one));
        expect(visits.map(({ views }) => views)).toEqual(upTo(5 * count));
        expect(sharesOf(visits, instances)).toEqual(instances.map(() => 5));
      },
    );

    instancesTest(
      "lose no count of a visitor who asks all of them at once",
      count,
      async ({ url, instances }) => {
        const one = visitor(url);
        const first = await visit(one);
        const rest = Array.from({ length: 39 }, () => visit(one));
        const visits = [first, ...(await Promise.all(rest))];
        const views = visits.map((each) => each.views ?? 0);
        expect(views.toSorted((a, b) => a - b)).toEqual(upTo(40));
        expect(Math.min(...sharesOf(visits, instances))).toBeGreaterThan(0);
      },
    );
  });

  instancesTest(
    "one is killed: only what it had in hand may fail, and no acknowledged visit is lost",
    2,
    async ({ url, instances: [one] }) => {
      const [crowd, posting] = [keepVisiting(url), keepPosting(url)];
      await sleep(1_000);
      const killing = performance.now();
      await one!.stop("SIGKILL");
      const killed = performance.now();
      await sleep(1_000);
      const posts = await posting.stop();
      const all = await crowd.stop();
      const failed = [
        ...posts.filter(({ status }) => status !== 303),
        ...all.flat().filter(({ status }) => status !== 200),
      ];
      const wasInHand = ({ began, ended }: Visit) =>
        began <= killed && ended >= killing;
      expect(failed.filter((each) => !wasInHand(each))).toEqual([]);
      for (const visits of all) {
        // What was acknowledged by nobody may be counted, but nothing is counted twice for one.
        const views = visits.flatMap((each) => each.views ?? []);
        expect(views).toEqual([...new Set(views)].toSorted((a, b) => a - b));
        const asked = visits.flatMap(({ askedOf }) => askedOf).length;
        expect(views.at(-1)).toBeLessThanOrEqual(asked);
      }
    },
  );

  instancesTest(
    "a deploy, one instance after the other: no request fails and no count is lost",
    2,
    async ({ url, instances }) => {
      const crowd = keepVisiting(url);
      await sleep(500);
      for (const instance of instances) {
        expect(await instance.stop("SIGTERM")).toBe(0);
        await instance.start();
      }
      await sleep(500);
      const all = await crowd.stop();
      for (const visits of all) {
        expect(visits.map(({ views }) => views)).toEqual(upTo(visits.length));
      }
      const asked = sharesOf(all.flat(), instances);
      expect(Math.min(...asked)).toBeGreaterThan(0);
    },
  );
});

/** 1, 2, 3 … */
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, n) => n + 1);
}

/** How many of the visits each instance answered. */
function sharesOf(visits: Visit[], instances: Instance[]): number[] {
  const answeredBy = visits.map(({ askedOf }) => askedOf.at(-1));
  return instances.map(
    ({ port }) => answeredBy.filter((one) => one === String(port)).length,
  );
}
