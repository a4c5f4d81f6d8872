import type { Environment } from '../config/environment';

/**
 * Lets `shutdown` run when the process has nothing left to do or is told to end. Where nobody else listens to SIGTERM,
 * the process still ends by it. On Lambda a process has nothing left to do whenever a callback is waited for, and goes on.
 */
export function shutdownOnExit(shutdown: () => Promise<void>, env: Environment): void {
  if (env.AWS_LAMBDA_RUNTIME_API === undefined) process.once('beforeExit', () => void shutdown());
  process.once('SIGTERM', () => {
    const isOurs = process.listenerCount('SIGTERM') === 0;
    void shutdown().then(() => {
      if (isOurs) process.kill(process.pid, 'SIGTERM');
    });
  });
}
