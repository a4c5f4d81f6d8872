const FORCED_EXIT_MS = 15_000;

/** The first signal that asks the process to end. */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    // `on`, not `once`: a terminal and npm both send SIGINT, and the second must not end the process half-way.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  });
}

/** Ends the process when what is under way does not end. */
export function forceExitLater(): void {
  setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
}
