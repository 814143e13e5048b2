exports.kind = "mysql";
exports.packages = { "express-mysql-session": "3.0.3" };
exports.open = async (session) => {
  const MySQLStore = require("express-mysql-session")(session);
  const { hostname, port, username, password, pathname } = new URL(
    process.env.DATABASE_URL,
  );
  const store = new MySQLStore({
    ...{ host: hostname, port, user: username, password },
    database: pathname.slice(1),
  });
  await store.onReady();
  return store;
};
