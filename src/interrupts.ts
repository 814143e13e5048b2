import { UserError } from "./errors.ts";

/** The signals that ask the program to end, seen between its steps and never in the middle of one. */
export interface Interrupts {
  /** The first that came, if one did. */
  readonly caught: NodeJS.Signals | undefined;
  /** Calls back at once for each signal, until the returned function is called. */
  onSignal(listener: (signal: NodeJS.Signals) => void): () => void;
  /** Lets a pending signal be seen, and throws if one came before anything was written. */
  checkpoint(): Promise<void>;
}

/** Begins to watch; from here on a signal does not end the process by itself. */
export function watchSignals(): Interrupts {
  let caught: NodeJS.Signals | undefined;
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      caught ??= signal;
      for (const listener of listeners) listener(signal);
    });
  }
  return {
    get caught() {
      return caught;
    },
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async checkpoint() {
      // Signals are delivered between two turns of the event loop.
      await new Promise(setImmediate);
      if (caught) throw stoppedBy(caught, "Nothing was written.");
    },
  };
}

/** Leaves signals to Node, for callers of the API, who have handlers of their own. */
export const noInterrupts: Interrupts = {
  caught: undefined,
  onSignal: () => () => {},
  checkpoint: async () => {},
};

/** The end that a signal asked for; `state` says what stands. */
export function stoppedBy(
  signal: NodeJS.Signals | undefined,
  state: string,
  hint?: string,
): UserError {
  return signal === undefined || signal === "SIGINT"
    ? new UserError("cancelled", "cancelled", `Cancelled. ${state}`, hint)
    : new UserError("terminated", "terminated", `Terminated. ${state}`, hint);
}
