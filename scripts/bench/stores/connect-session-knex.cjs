exports.kind = "sqlite";
exports.packages = {
  "connect-session-knex": "5.0.0",
  "better-sqlite3": "12.11.1",
  knex: "3",
};
exports.open = () => {
  const { ConnectSessionKnexStore } = require("connect-session-knex");
  const knex = require("knex")({
    client: "better-sqlite3",
    connection: { filename: "sessions.db" },
    useNullAsDefault: true,
  });
  return new ConnectSessionKnexStore({ knex, cleanupInterval: 0 });
};
