exports.kind = "postgres";
exports.packages = { "connect-pg-simple": "10.0.0", pg: "8" };
exports.open = (session) => {
  const PgStore = require("connect-pg-simple")(session);
  return new PgStore({
    conString: process.env.DATABASE_URL,
    createTableIfMissing: true,
  });
};
