exports.kind = "redis";
exports.packages = { "connect-redis": "9.0.0", redis: "5" };
exports.open = async () => {
  const { RedisStore } = require("connect-redis");
  const { createClient } = require("redis");
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  return new RedisStore({ client });
};
