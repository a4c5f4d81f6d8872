import http, { type RequestListener, type ServerOptions } from 'node:http';
import https from 'node:https';
import { openCertificates, type TlsFiles } from '@/core/certificates';

/**
 * Makes every HTTP server of this process, which is the one that Next starts, speak TLS: Next's standalone server can
 * only make a plain one. Called before it starts.
 */
export function serveWithTls(files: TlsFiles): void {
  const certificates = openCertificates(files, (error) =>
    process.stderr.write(`the new certificate cannot be used: ${error.message}\n`),
  );
  const createServer = (...given: [RequestListener?] | [ServerOptions, RequestListener?]) => {
    const [options, listener] = typeof given[0] === 'function' ? [{}, given[0]] : [given[0] ?? {}, given[1]];
    const server = https.createServer({ ...options, ...certificates.first }, listener);
    certificates.follow(server);
    return server;
  };
  Object.assign(http, { createServer });
}
