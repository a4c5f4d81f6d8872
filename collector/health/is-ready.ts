import http from 'node:http';
import https from 'node:https';
import type { Config } from '@/core/config';

/** Whether one of our own servers on this machine says within `patienceMs` that it is ready. */
export function isReady(
  { host, tls }: Pick<Config, 'host' | 'tls'>,
  port: number,
  patienceMs: number,
): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = reachable.includes(':') ? `[${reachable}]` : reachable;
  const url = `${tls === null ? 'http' : 'https'}://${address}:${port}/readyz`;
  return new Promise((resolve) => {
    // Our own, on this machine: its certificate is for the name that others call it by.
    const options = { timeout: patienceMs, rejectUnauthorized: false };
    const asked = (tls === null ? http : https).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}
