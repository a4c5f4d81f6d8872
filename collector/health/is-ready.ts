import http from 'node:http';
import https from 'node:https';
import type { Config } from '@/core/config';

/** Whether one of our servers on this machine reports within `patienceMs` that it is ready. */
export function isReady(
  { host, tls }: Pick<Config, 'host' | 'tls'>,
  port: number,
  patienceMs: number,
): Promise<boolean> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = reachable.includes(':') ? `[${reachable}]` : reachable;
  const url = `${tls === null ? 'http' : 'https'}://${address}:${port}/readyz`;
  return new Promise((resolve) => {
    // The certificate is not verified: it is our own server, and the certificate is for its public name.
    const options = { timeout: patienceMs, rejectUnauthorized: false };
    const asked = (tls === null ? http : https).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}
