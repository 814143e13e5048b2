import { setTimeout as sleep } from "node:timers/promises";
import { viewsOf } from "./stores/contract.ts";
import { visitor } from "./visitor.ts";

/** One request and what came of it; times in milliseconds. */
export interface Visit {
  began: number;
  ended: number;
  /** 0 without an answer. */
  status: number;
  views: number | undefined;
  /** The ports of the instances that were asked, one after the other. */
  askedOf: string[];
}

/** One view of the counter, unless told otherwise. */
export async function visit(
  one: ReturnType<typeof visitor>,
  method: "get" | "post" = "get",
  path = "/",
): Promise<Visit> {
  const began = performance.now();
  const answer = await one[method](path).catch(() => undefined);
  const servedBy = String(answer?.headers["x-served-by"] ?? "");
  return {
    ...{ began, ended: performance.now(), status: answer?.status ?? 0 },
    views: viewsOf(answer?.text ?? ""),
    askedOf: servedBy.match(/(?<=:)\d+/g) ?? [],
  };
}

/** Visitors who come one after the other within a time, and then again and again; `stop` gives each one's visits. */
export function keepVisiting(url: string, size = 8, within = 0) {
  let isOver = false;
  const all = Array.from({ length: size }, async (_, at) => {
    await sleep((at / size) * within);
    const one = visitor(url);
    const visits: Visit[] = [];
    while (!isOver) {
      visits.push(await visit(one));
      await sleep(25);
    }
    visits.push(await visit(one)); // what remained after all that
    return visits;
  });
  return {
    stop: () => {
      isOver = true;
      return Promise.all(all);
    },
  };
}

/** Visitors who send forms, which nginx does not send a second time. */
export function keepPosting(url: string, size = 4) {
  let isOver = false;
  const all = Array.from({ length: size }, async () => {
    const one = visitor(url, { Origin: url });
    const posts: Visit[] = [];
    while (!isOver) {
      posts.push(await visit(one, "post", "/reset"));
      await sleep(25);
    }
    return posts;
  });
  return {
    stop: async () => {
      isOver = true;
      return (await Promise.all(all)).flat();
    },
  };
}
