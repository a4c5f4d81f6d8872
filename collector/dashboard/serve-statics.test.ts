import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compressBeside } from '../../scripts/compress-beside.mjs';
import { serveStatics } from './serve-statics';

const SCRIPT = 'const answer = 42;\n'.repeat(200);
const { createServer } = http;
let folder = '';
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-statics-'));
  mkdirSync(join(folder, 'static/chunks'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'beside');
  writeFileSync(join(folder, 'static/chunks/a1.js'), SCRIPT);
  writeFileSync(join(folder, 'static/chunks/b2.css'), 'a{}');
  writeFileSync(join(folder, 'static/chunks/d4.css'), 'b{}');
  writeFileSync(join(folder, 'static/chunks/c3.woff2'), 'letters');
  await compressBeside(join(folder, 'static'));
  serveStatics(join(folder, 'static'));
  server = http.createServer((_, response) => response.writeHead(404, { 'x-from': 'next' }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  Object.assign(http, { createServer });
  rmSync(folder, { recursive: true });
});

function ask(
  path: string,
  { method = 'GET', accept }: { method?: string; accept?: string } = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  const headers = accept === undefined ? {} : { 'accept-encoding': accept };
  return new Promise((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            }),
          );
      })
      .once('error', reject)
      .end();
  });
}

const KINDS = [
  { accept: 'gzip, deflate, br', encoding: 'br', open: brotliDecompressSync },
  { accept: 'gzip, br;q=0', encoding: 'gzip', open: gunzipSync },
  { accept: 'GZIP;q=0.5', encoding: 'gzip', open: gunzipSync },
  { accept: 'gzip;q=0', encoding: undefined, open: (bytes: Buffer) => bytes },
  { accept: undefined, encoding: undefined, open: (bytes: Buffer) => bytes },
];

it.each(KINDS)(
  'answers a script as $encoding to whoever accepts $accept',
  async ({ accept, encoding, open }) => {
    const { status, headers, body } = await ask(
      '/_next/static/chunks/a1.js?v=2',
      accept === undefined ? {} : { accept },
    );
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(encoding);
    expect(open(body).toString()).toBe(SCRIPT);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': `${body.length}`,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    });
  },
);

it('answers what is too small to be compressed as it is', async () => {
  const { headers, body } = await ask('/_next/static/chunks/b2.css', { accept: 'br' });
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toBe('a{}');
});

it('tells the headers alone when asked for them', async () => {
  const { status, headers, body } = await ask('/_next/static/chunks/a1.js', { method: 'HEAD' });
  expect([status, headers['content-length'], body.length]).toEqual([200, `${SCRIPT.length}`, 0]);
});

it.each([
  ['/_next/static/chunks/none.js'],
  ['/_next/static/../secret.js'],
  ['/_next/static/%2e%2e/secret.js'],
  ['/_next/static/chunks/a1.js.br'],
  ['/_next/static/chunks/c3.woff2'],
  ['/_next/static/chunks'],
  ['/chunks/a1.js'],
  ['/'],
])('leaves %s to Next', async (path) => {
  expect((await ask(path)).headers['x-from']).toBe('next');
});

it('leaves a script that was removed since to Next', async () => {
  rmSync(join(folder, 'static/chunks/d4.css'));
  expect((await ask('/_next/static/chunks/d4.css', { accept: 'gzip' })).headers['x-from']).toBe('next');
});

it('leaves what is sent to a script to Next', async () => {
  expect((await ask('/_next/static/chunks/a1.js', { method: 'POST' })).headers['x-from']).toBe('next');
});
