exports.kind = "redis";
// The driver that npm installs beside it. The older redis 5 sets no timer for each command: a seventh more visits.
exports.packages = { "connect-redis": "9.0.0", redis: "6" };
exports.open = async () => {
  const { RedisStore } = require("connect-redis");
  const { createClient } = require("redis");
  const client = createClient({ url: process.env.REDIS_URL });
  await client.connect();
  return new RedisStore({ client });
};
