import { createServer, connect, type Socket } from "node:net";

/** A way to a server that can be cut and slowed down. */
export interface FaultyProxy {
  port: number;
  /** Breaks all connections; new ones break at once. */
  cut: () => void;
  /** Answers of the server come that much later (milliseconds). */
  slow: (delay: number) => void;
  /** Connections stay open, but nothing passes any more, as behind a firewall that forgot them. */
  swallow: () => void;
  /** From now on all is well for new connections; those that were swallowed stay dead without a word. */
  heal: () => void;
  /** How many connections were ever asked for: stampedes show here. */
  connections: () => number;
  close: () => void;
}

/** Starts a TCP proxy in front of a port of this machine. */
export async function faultyProxy(target: number): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const dead = new Set<Socket>();
  let isCut = false;
  let isSwallowing = false;
  let delay = 0;
  let connections = 0;

  const server = createServer((near) => {
    connections++;
    if (isCut) return void near.destroy();
    const far = connect(target, "127.0.0.1");
    pass(near, far, () => 0);
    pass(far, near, () => delay);
  });

  function pass(from: Socket, to: Socket, later: () => number): void {
    sockets.add(from.setNoDelay(true));
    from.on("data", (data) => {
      if (isSwallowing) dead.add(from).add(to);
      if (dead.has(from)) return;
      const send = () => void (to.writable && to.write(data));
      if (later() > 0) setTimeout(send, later());
      else send();
    });
    from.on("error", () => {}); // "close" follows
    from.once("close", () => {
      sockets.delete(from);
      dead.delete(from);
      to.destroy();
    });
  }

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    slow: (milliseconds) => void (delay = milliseconds),
    swallow: () => void (isSwallowing = true),
    heal: () => {
      isCut = isSwallowing = false;
      delay = 0;
    },
    connections: () => connections,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
