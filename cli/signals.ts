const FORCED_EXIT_MS = 15_000;

/**
 * The first signal that asks the process to end. From then on it ends within 15 s, whatever is under way: a start, too, which
 * may have a large database before it.
 */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise<NodeJS.Signals>((resolve) => {
    // `on`, not `once`: a terminal and npm both send SIGINT, and the second must not end the process half-way.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
  }).then((signal) => {
    setTimeout(() => process.exit(1), FORCED_EXIT_MS).unref();
    return signal;
  });
}
