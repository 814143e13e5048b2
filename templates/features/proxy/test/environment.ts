import net from "node:net";

// How this app is run in its tests: behind one proxy, which the tests play themselves.
export const environment = { ENVIRONMENT: "prod-https", HTTPS: "proxy", TRUST_PROXY: "1" };
export const protocol = "https";
export const proxyHeaders: Record<string, string> = { "X-Forwarded-Proto": "https" };
export const connect = (port: number): net.Socket => net.connect(port, "127.0.0.1");
