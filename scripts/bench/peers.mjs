/** The programs that are measured; `generate` are the arguments that make a project without asking and installing. */
export const peers = [
  {
    name: "create-session-app",
    bin: "create-session-app/bin/create-session-app.js",
    generate: ["app", "--yes", "--no-install", "--no-git"],
    version: "--version",
  },
  {
    name: "express-generator",
    release: "4.16.1",
    bin: "express-generator/bin/express-cli.js",
    generate: ["--no-view", "app"],
    version: "--version",
  },
  {
    name: "create-vite",
    release: "9.3.0",
    bin: "create-vite/index.js",
    generate: ["app", "--template", "vanilla-ts", "--no-interactive"],
  },
  {
    name: "create-vue",
    release: "3.24.0",
    bin: "create-vue/bundle.js",
    generate: ["app", "--default"],
    version: "--version",
  },
];
