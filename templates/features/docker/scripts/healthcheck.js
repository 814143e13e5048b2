// The health of the container: ends with 0 if the app answers, whatever its store does.
import http from "node:http";
import https from "node:https";

const { ENVIRONMENT, HTTPS, PORT } = process.env;
const isDirect = ENVIRONMENT === "prod-https" && HTTPS === "direct";
const request = (isDirect ? https : http).get({
  host: "127.0.0.1",
  port: PORT || 3000,
  path: "/livez",
  timeout: 2_000,
  agent: false, // nothing is kept open
  rejectUnauthorized: false, // the certificate has the outer name; nothing secret is sent
});

process.exitCode = 1;
request.once("response", (response) => {
  if (response.statusCode === 200) process.exitCode = 0;
  response.resume();
});
request.once("timeout", () => request.destroy());
request.once("error", () => {}); // the exit code says it
