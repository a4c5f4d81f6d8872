import https from 'node:https';
import { openCertificates, type TlsFiles } from '@/core/certificates';
import { makeEachServer } from './each-server';

/**
 * Makes every HTTP server of this process, in practice Next's, speak TLS: Next's standalone server can only create a plain
 * one. Called before the server starts.
 */
export function serveWithTls(files: TlsFiles): void {
  const certificates = openCertificates(files, (error) =>
    process.stderr.write(`the new certificate cannot be used: ${error.message}\n`),
  );
  makeEachServer((_, options, listener) => {
    const server = https.createServer({ ...options, ...certificates.first }, listener);
    certificates.follow(server);
    return server;
  });
}
