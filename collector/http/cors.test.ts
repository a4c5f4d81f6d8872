import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INGEST_KEY } from './testing/intake';
import { startServer, type TestServer } from './testing/server';

const PAGE = 'https://app.example.org';
const PREFLIGHT = { origin: PAGE, 'access-control-request-method': 'POST' };

let test: TestServer;
beforeAll(async () => {
  test = await startServer({ auth: 'required', corsOrigins: [PAGE, 'http://localhost:5173'] });
});
afterAll(() => test.server.close());

const ask = (method: string, headers: Record<string, string>, path = '/v1/traces') =>
  fetch(test.url + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
const send = (headers: Record<string, string>) =>
  ask('POST', { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', ...headers });

describe('a page on the list', () => {
  it('may ask before it sends, without a key, and is told what it may send', async () => {
    const answer = await ask('OPTIONS', {
      ...PREFLIGHT,
      'access-control-request-headers': 'authorization,content-type,x-team',
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization,content-type,x-team',
      'access-control-max-age': '7200',
      vary: 'origin, access-control-request-headers',
    });
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('may send with its key, and reads every answer', async () => {
    const key = { authorization: `Bearer ${INGEST_KEY}` };
    const answers = [await send({ origin: PAGE, ...key }), await send({ origin: PAGE })];
    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(headers.get('access-control-expose-headers')).toBe('retry-after');
      expect(headers.get('vary')).toBe('origin');
    }
  });

  it('is not given back header names that are none', async () => {
    const asked = { ...PREFLIGHT, 'access-control-request-headers': 'a:b, <script>' };
    const answer = await ask('OPTIONS', asked);
    expect(answer.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-encoding, content-type',
    );
  });
});

describe('any other page', () => {
  it.each(['https://evil.example', 'http://app.example.org', 'https://app.example.org:8443', 'null'])(
    '%s may neither ask nor send',
    async (origin) => {
      const key = { authorization: `Bearer ${INGEST_KEY}` };
      const answers = [await ask('OPTIONS', { ...PREFLIGHT, origin }), await send({ origin, ...key })];
      for (const { status, headers } of answers) {
        expect(status).toBe(403);
        expect(headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  it('is not allowed by the name of a page on the list alone', async () => {
    const { status } = await ask('POST', {
      'content-type': 'application/json',
      origin: 'https://evil.example',
      referer: PAGE,
      authorization: `Bearer ${INGEST_KEY}`,
    });
    expect(status).toBe(403);
  });

  it('reaches nothing but the paths of telemetry', async () => {
    expect(
      (await ask('OPTIONS', PREFLIGHT, '/readyz')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});
