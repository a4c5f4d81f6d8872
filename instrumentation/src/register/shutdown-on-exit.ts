/**
 * Lets `shutdown` run when the process has nothing left to do or is told to end. Where nobody else listens to SIGTERM,
 * the process still ends by it.
 */
export function shutdownOnExit(shutdown: () => Promise<void>): void {
  process.once('beforeExit', () => void shutdown());
  process.once('SIGTERM', () => {
    const isOurs = process.listenerCount('SIGTERM') === 0;
    void shutdown().then(() => {
      if (isOurs) process.kill(process.pid, 'SIGTERM');
    });
  });
}
