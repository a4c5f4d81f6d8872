import http, { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from './outgoing';
import { followOutgoing } from './outgoing';
import { type EchoServer, startEchoServer } from './testing/echo-server';
import { type Followed, follow, PARENT_ID, TRACE_ID } from './testing/follow';

/** A client of Node.js: answers status and body, or rejects. */
type Client = (
  url: string,
  init?: { method?: string; headers?: Record<string, string>; body?: string },
) => Promise<number>;

const byFetch: Client = async (url, init) => {
  const response = await fetch(url, init);
  await response.text();
  return response.status;
};

const byHttp: Client = (url, { method = 'GET', headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      response.on('error', reject);
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });

let server: EchoServer;
let followed: Followed & Outgoing;

beforeEach(async () => {
  server = await startEchoServer();
  followed = follow();
});
afterEach(async () => {
  followed.dispose();
  await server.close();
  expect(followed.errors).toEqual([]);
});

describe.each([
  ['fetch', byFetch],
  ['node:http', byHttp],
])('a call with %s', (_name, call) => {
  it('is one client span below the active one, told by the conventions', async () => {
    await followed.inSpan(() => call(`${server.url}/orders?token=hunter2`, { method: 'POST', body: 'x' }));
    expect(followed.ended).toHaveLength(1);
    expect(followed.ended[0]).toMatchObject({
      name: 'POST 127.0.0.1',
      kind: 2,
      traceId: TRACE_ID,
      parentId: PARENT_ID,
      status: { code: 0 },
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'server.address': '127.0.0.1',
        'server.port': server.port,
        'url.full': `${server.url}/orders?token=REDACTED`,
      },
    });
  });

  it('carries the context of its span to the server, once', async () => {
    await followed.inSpan(() => call(server.url));
    const { rawHeaders = [] } = server.requests[0] ?? {};
    const sent = rawHeaders.filter((_text, index) => rawHeaders[index - 1]?.toLowerCase() === 'traceparent');
    expect(sent).toEqual([`00-${TRACE_ID}-${followed.ended[0]?.spanId}-01`]);
  });

  it('keeps the span of its caller, many at once and over one reused connection', async () => {
    const paths = Array.from({ length: 20 }, (_item, index) => `/call-${index}`);
    await followed.inSpan(() => Promise.all(paths.map((path) => call(server.url + path))));
    for (const path of paths) await followed.inSpan(() => call(server.url + path));
    expect(followed.ended).toHaveLength(40);
    expect(new Set(followed.ended.map(({ parentId }) => parentId))).toEqual(new Set([PARENT_ID]));
    expect(
      new Set(server.requests.map(({ headers }) => headers.traceparent?.toString().slice(36, 52))),
    ).toEqual(new Set(followed.ended.map(({ spanId }) => spanId)));
  });

  it.each([404, 503])('that is answered %i failed', async (status) => {
    await followed.inSpan(() => call(`${server.url}/status/${status}`));
    expect(followed.ended[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'http.response.status_code': status, 'error.type': String(status) },
    });
  });

  it('is judged by its answer and not by the hints before it', async () => {
    await followed.inSpan(() => call(`${server.url}/hints/503`));
    expect(followed.ended[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'http.response.status_code': 503 },
    });
  });

  it('that finds nobody failed, by the code of Node.js', async () => {
    const gone = await startEchoServer();
    await gone.close();
    await expect(followed.inSpan(() => call(gone.url))).rejects.toThrow();
    expect(followed.ended[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'ECONNREFUSED' },
    });
  });

  it.each(['/reset', '/cut'])('whose connection breaks (%s) failed, once', async (path) => {
    await expect(followed.inSpan(() => call(server.url + path))).rejects.toThrow();
    expect(followed.ended).toHaveLength(1);
    expect(followed.ended[0]?.status.code).toBe(2);
    expect(followed.ended[0]?.attributes['error.type']).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });

  it('lasts until its body has been read', async () => {
    await followed.inSpan(() => call(`${server.url}/trickle`));
    expect(followed.ended[0]?.durationMs).toBeGreaterThan(50);
  });

  it('is neither traced nor given headers outside any span', async () => {
    await call(server.url);
    expect(followed.ended).toEqual([]);
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
  });

  it('is neither traced nor given headers where tracing is suppressed, as in our own export', async () => {
    await followed.suppressed(() => call(server.url));
    expect(followed.ended).toEqual([]);
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
  });

  it('passes on that its trace is not sampled, without a span', async () => {
    await followed.inSpan(() => call(server.url), 0);
    expect(followed.ended).toEqual([]);
    expect(server.requests[0]?.headers.traceparent).toBe(`00-${TRACE_ID}-${PARENT_ID}-00`);
  });

  it('keeps a header that the caller injected by hand, and has its span', async () => {
    const traceparent = `00-${TRACE_ID}-${PARENT_ID}-01`;
    await followed.inSpan(() => call(server.url, { headers: { traceparent } }));
    expect(server.requests[0]?.headers.traceparent).toBe(traceparent);
    expect(followed.ended).toHaveLength(1);
  });

  it('is left to another instrumentation that has it already', async () => {
    const traceparent = `00-${TRACE_ID}-${'c'.repeat(16)}-01`;
    await followed.inSpan(() => call(server.url, { headers: { traceparent } }));
    expect(server.requests[0]?.headers.traceparent).toBe(traceparent);
    expect(followed.ended).toEqual([]);
  });

  it('sends no header where the propagator is switched off', async () => {
    followed.dispose();
    followed = follow({ propagate: false });
    await followed.inSpan(() => call(server.url));
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
    expect(followed.ended).toHaveLength(1);
  });

  it('stays open until it is answered, whatever happens to its invocation', async () => {
    const open = followed.inSpan(() => call(`${server.url}/silent`)).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 30));
    followed.settle(followed.owner);
    expect(followed.ended).toEqual([]);
    await server.close();
    await open;
    expect(followed.ended).toHaveLength(1);
  });

  it('is followed no more after dispose', async () => {
    followed.dispose();
    await followed.inSpan(() => call(server.url));
    expect(followed.ended).toEqual([]);
  });
});

describe('a call whose answer nobody reads', () => {
  it.each([
    ['fetch', () => fetch(`${server.url}/trickle`)],
    ['node:http', () => new Promise((resolve) => get(`${server.url}/trickle`, resolve))],
  ])('ends when its invocation settles: %s', async (_name, call) => {
    await followed.inSpan(call);
    expect(followed.ended).toEqual([]);
    followed.settle({});
    expect(followed.ended).toEqual([]);
    followed.settle(followed.owner);
    expect(followed.ended[0]).toMatchObject({
      status: { code: 0 },
      attributes: { 'http.response.status_code': 200 },
    });
  });
});

describe('a redirect', () => {
  it('is one span per request that went out', async () => {
    await followed.inSpan(() => byFetch(`${server.url}/redirect`));
    expect(followed.ended.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
      302, 200,
    ]);
  });
});

describe('an abort', () => {
  it('fails the span by the name of the abort', async () => {
    const signal = AbortSignal.timeout(30);
    await expect(followed.inSpan(() => fetch(`${server.url}/silent`, { signal }))).rejects.toThrow();
    const request = followed.inSpan(() => get(`${server.url}/silent`, { signal: AbortSignal.timeout(30) }));
    await new Promise((resolve) => request.on('error', resolve));
    expect(followed.ended.map(({ attributes }) => attributes['error.type'])).toEqual([
      expect.stringMatching(/TimeoutError|AbortError|23|UND_ERR_ABORTED/),
      'ABORT_ERR',
    ]);
  });
});

describe('a request with headers that are on their way already', () => {
  it('goes out as it is, with its span', async () => {
    const options = { method: 'GET', headers: ['x-a', '1', 'host', 'example.com'] };
    await followed.inSpan(
      () =>
        new Promise((resolve) =>
          http.request(server.url, options as never, (answer) => answer.resume().on('end', resolve)).end(),
        ),
    );
    expect(server.requests[0]?.headers).toMatchObject({ 'x-a': '1' });
    expect(followed.ended).toHaveLength(1);
  });
});

describe('the CONNECT of a proxy', () => {
  it('is no call of its own', async () => {
    const options = { host: '127.0.0.1', port: server.port, method: 'CONNECT', path: 'example.com:443' };
    const request = followed.inSpan(() => http.request(options).end());
    await new Promise((resolve) => request.on('error', resolve));
    expect(followed.ended).toEqual([]);
  });
});

describe('following', () => {
  it('happens once in a process, and leaves Node.js as it was when it stops', async () => {
    followed.dispose();
    followed = follow({ propagate: false });
    const connect = Reflect.get(http.Agent.prototype, 'addRequest');
    const again = followOutgoing({ ...followed.deps, propagate: false, onError: () => {} });
    await followed.inSpan(() => byHttp(server.url));
    expect(followed.ended).toHaveLength(1);
    again.dispose();
    followed.dispose();
    const [major = 0] = process.versions.node.split('.').map(Number);
    expect(Reflect.get(http.Agent.prototype, 'addRequest') === connect).toBe(major >= 22);
    followed = follow();
    await followed.inSpan(() => byHttp(server.url));
    expect(followed.ended).toHaveLength(1);
  });

  it('never fails a call when its own part does', async () => {
    followed.dispose();
    const broken = follow({
      tracer: () => {
        throw new Error('broken');
      },
    });
    try {
      expect(await broken.inSpan(() => byHttp(server.url))).toBe(200);
      expect(await broken.inSpan(() => byFetch(server.url))).toBe(200);
      expect(broken.errors).toHaveLength(2);
    } finally {
      broken.dispose();
    }
  });
});
