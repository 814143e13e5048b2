import net from "node:net";

// How this app is run in its tests: by plain HTTP, as on a laptop.
export const environment = { ENVIRONMENT: "dev-http" };
export const protocol = "http";
export const proxyHeaders: Record<string, string> = {};
export const connect = (port: number): net.Socket => net.connect(port, "127.0.0.1");
