import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { RunningApp } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { viewsOf } from "./contract.ts";

/** STORE_TIMEOUT of the apps, in milliseconds. */
export const storeTimeout = 500;
export const timeout = { STORE_TIMEOUT: `${storeTimeout / 1_000}s` };
/** No answer may take longer, whatever happens to the store. */
export const limit = storeTimeout + 500;

type Visitor = ReturnType<typeof visitor>;

/** For two seconds nobody is served, nobody waits, and the app says what it is. Gives how often it was tried. */
export async function expectOutage(
  url: string,
  known: Visitor,
  duration = 2_000,
): Promise<number> {
  const end = Date.now() + duration;
  let attempts = 0;
  while (Date.now() < end) {
    const stranger = visitor(url);
    const answers = await Promise.all([
      timed(known.get("/")),
      timed(stranger.get("/")),
      timed(stranger.get("/readyz")),
      timed(stranger.get("/livez")),
    ]);
    attempts++;
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
    expect(answers[0].headers["retry-after"]).toMatch(/^\d+$/);
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(limit);
    expect(stranger.cookies.size).toBe(0);
    await sleep(100);
  }
  return attempts;
}

/** Waits until many strangers in a row are served, as they come to all nodes of a store. */
export async function allServe(url: string, atMost: number): Promise<void> {
  const end = Date.now() + atMost;
  for (let served = 0; served < 20;) {
    const { status } = await visitor(url).get("/");
    served = status === 200 ? served + 1 : 0;
    if (status !== 200 && Date.now() > end) {
      throw new Error(`not all are served after ${atMost} ms`);
    }
    if (status !== 200) await sleep(50);
  }
}

/**
 * Beside the line of the start: one when the store fails, one when it is back, whatever the outage. Of several nodes
 * each comes back at a time of its own, so the second line waits until none has failed for half a minute.
 */
export function expectTwoLines(running: RunningApp, nodes = 1): void {
  const lines = running.output().trim().split("\n");
  const [first, ...others] = lines.map((line) => line.replace(/:.*/, ""));
  const pair = ["The session store fails", "The session store answers again."];
  expect(first).toBe("Server running on http");
  expect(others).toEqual(nodes > 1 ? pair.slice(0, 1) : pair);
}

/** Visitors who come again and again, and remember what they were told. */
export function crowd(url: string, size = 10) {
  const slowest: { took: number; status: number }[] = [];
  const statuses = new Set<number>();
  let isOver = false;
  const visitors = Array.from({ length: size }, () => {
    return { ...visitor(url), acknowledged: 0, asked: 0 };
  });

  async function visit(one: (typeof visitors)[number]): Promise<void> {
    one.asked++;
    const answer = await timed(one.get("/")).catch(() => undefined);
    if (!answer) return; // the app itself was killed
    const { status, text, took } = answer;
    statuses.add(status);
    slowest.push({ took, status });
    slowest.sort((a, b) => b.took - a.took).splice(3);
    // A visitor whose session is gone would be welcomed anew.
    if (status === 200) one.acknowledged = viewsOf(text) ?? 0;
  }

  const visits = visitors.map(async (one) => {
    while (!isOver) {
      await visit(one);
      await sleep(25);
    }
  });
  return {
    visitors,
    /** Ends the crowd; gives the slowest answers and all statuses. */
    stop: async () => {
      isOver = true;
      await Promise.all(visits);
      return { slowest, statuses: [...statuses].toSorted((a, b) => a - b) };
    },
  };
}

async function timed<Answer>(answer: Promise<Answer>) {
  const begin = performance.now();
  return { ...(await answer), took: performance.now() - begin };
}
