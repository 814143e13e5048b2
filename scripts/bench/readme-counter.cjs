// The view counter of the express-session README, with the store that STORE names.
const express = require("express");
const parseurl = require("parseurl");
const session = require("express-session");

async function serve() {
  const app = express();
  const store =
    process.env.STORE && (await require(process.env.STORE).open(session));
  app.use(
    session({
      secret: "keyboard cat",
      resave: false,
      saveUninitialized: true,
      ...(store && { store }),
    }),
  );
  app.use(function (req, res, next) {
    if (!req.session.views) req.session.views = {};
    const pathname = parseurl(req).pathname;
    req.session.views[pathname] = (req.session.views[pathname] || 0) + 1;
    next();
  });
  app.get("/", function (req, res) {
    res.send("you viewed this page " + req.session.views["/"] + " times");
  });
  const server = app.listen(process.env.PORT, "127.0.0.1", () => {
    console.log(`Server running on http://localhost:${server.address().port}`);
  });
}
void serve();
