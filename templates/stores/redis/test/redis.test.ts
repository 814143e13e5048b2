import assert from "node:assert/strict";
import { test } from "node:test";
import { addressProblems } from "../src/redis-addresses.js";

test("SETTINGS-7 a Redis address that can be meant is accepted", () => {
  assert.deepEqual(addressProblems({}), []); // redis://localhost:6379
  assert.deepEqual(addressProblems({ REDIS_URL: "rediss://user:pass@host:6380/2" }), []);
  assert.deepEqual(addressProblems({ REDIS_CLUSTER_URLS: "redis://a:1, redis://b:1" }), []);
  const sentinel = { REDIS_SENTINEL_URLS: "redis://a:1", REDIS_SENTINEL_MASTER: "mymaster" };
  assert.deepEqual(addressProblems(sentinel), []);
});

test("SETTINGS-8 any other is named", () => {
  const wrong: [string, NodeJS.ProcessEnv][] = [
    ["REDIS_URL", { REDIS_URL: "localhost:6379" }],
    ["REDIS_URL", { REDIS_URL: "redis://host/sessions" }],
    ["REDIS_CLUSTER_URLS", { REDIS_CLUSTER_URLS: "redis://a:1/3" }],
    ["REDIS_CLUSTER_URLS", { REDIS_CLUSTER_URLS: "redis://a:1,rediss://b:1" }],
    ["REDIS_SENTINEL_MASTER", { REDIS_SENTINEL_URLS: "redis://a:1" }],
    ["REDIS_SENTINEL_URLS", { REDIS_SENTINEL_MASTER: "mymaster" }],
    ["REDIS_URL", { REDIS_URL: "redis://a:1", REDIS_CLUSTER_URLS: "redis://a:1" }],
  ];
  for (const [name, env] of wrong) {
    assert.equal(addressProblems(env).length, 1);
    assert.match(addressProblems(env)[0], new RegExp(`\\b${name}\\b.*\\.$`));
  }
});
