import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { SECURITY_HEADERS } from '@/core/security-headers';
import { makeEachServer } from './each-server';

const PREFIX = '/_next/static/';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** The encodings that scripts/compress-beside.mjs produces, smallest first. */
const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/**
 * Makes every HTTP server of this process, in practice Next's, serve the scripts and styles of `folder` itself, from memory
 * and in their precompressed form. Next would compress each of them for each browser, on the thread that renders the screen
 * waiting for them. Requests for anything else go to Next. Called before the server starts.
 */
export function serveStatics(folder: string): void {
  const statics = openStatics(folder);
  makeEachServer((before, options, listener) =>
    before(options, (request, response) => {
      if (!statics(request, response)) listener?.(request, response);
    }),
  );
}

/** Returns whether it answered the request. */
type Statics = (request: IncomingMessage, response: ServerResponse) => boolean;

function openStatics(folder: string): Statics {
  // Only names listed in the folder are served, so a request cannot reach any other path.
  const names = new Set(
    readdirSync(folder, { recursive: true }).map((name) => `${name}`.replaceAll(sep, '/')),
  );
  const read = new Map<string, Buffer>();
  const bytesOf = (name: string): Buffer | null => {
    try {
      const bytes = read.get(name) ?? readFileSync(join(folder, name));
      read.set(name, bytes);
      return bytes;
    } catch {
      // The file is gone: the dashboard was rebuilt in the meantime.
      return null;
    }
  };
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const [path = ''] = (request.url ?? '').split('?', 1);
    const name = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : '';
    const type = TYPES[extname(name)];
    if (type === undefined || !names.has(name)) return false;
    const accepted = `${request.headers['accept-encoding']}`;
    const compressed = ENCODINGS.find(
      ({ encoding, ending }) => accepts(accepted, encoding) && names.has(name + ending),
    );
    const bytes = bytesOf(name + (compressed?.ending ?? ''));
    if (bytes === null) return false;
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'Content-Type': type,
      'Content-Length': bytes.length,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(compressed && { 'Content-Encoding': compressed.encoding }),
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return true;
  };
}

function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((one) => {
    const [name, ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
