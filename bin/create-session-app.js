#!/usr/bin/env node
// Any Node must be able to read this file, so that one which is too old is told so instead of failing on our syntax.
var version = process.versions.node.split(".").map(Number);
var words = process.argv.slice(2);
var tooOld =
  "error: create-session-app needs Node 20.19 or newer, but this is Node " +
  process.versions.node;

if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(tooOld);
  process.exitCode = 1;
} else if (words.length === 1 && /^(--version|-V)$/.test(words[0])) {
  // Answered here, before anything else is loaded; console.log takes 2 ms to start.
  try {
    require("fs").writeSync(1, require("../package.json").version + "\n");
  } catch (error) {
    if (error.code !== "EPIPE") throw error; // else nobody listens
  }
} else {
  require("../dist/program.cjs")
    .main(words)
    .then(function (code) {
      process.exitCode = code;
    });
}
