exports.kind = "sqlite";
exports.packages = { "connect-sqlite3": "0.9.18" };
exports.open = (session) => {
  const SQLiteStore = require("connect-sqlite3")(session);
  return new SQLiteStore({ db: "sessions.db", dir: process.cwd() });
};
