// Loaded before the program: ends it, or lets it fail, at the n-th change it makes to the disk.
const fs = require("node:fs");
const { AT, HOW } = process.env;
let count = 0;
const changing = [
  "mkdirSync",
  "writeFileSync",
  "linkSync",
  "unlinkSync",
  "renameSync",
  "rmdirSync",
  "rmSync",
  "chmodSync",
];
for (const name of changing) {
  const original = fs[name];
  fs[name] = (...args) => {
    count++;
    if (count === Number(AT)) {
      if (HOW === "SIGKILL") process.kill(process.pid, "SIGKILL");
      else throw Object.assign(new Error(HOW), { code: HOW, path: args[0] });
    }
    return original(...args);
  };
}
if (!AT) process.on("exit", () => fs.writeSync(2, `${count} changes`));
