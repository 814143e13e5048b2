exports.kind = "sqlite";
exports.packages = {
  "better-sqlite3-session-store": "0.1.0",
  "better-sqlite3": "12.11.1",
};
exports.open = (session) => {
  const Database = require("better-sqlite3");
  const SqliteStore = require("better-sqlite3-session-store")(session);
  return new SqliteStore({ client: new Database("sessions.db") });
};
