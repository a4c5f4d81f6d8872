import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EchoServer, startEchoServer } from './testing/echo-server';
import { createFollowed, type Followed, TRACE_ID } from './testing/follow';
import { type TracedFetch, traceFetch } from './traced-fetch';

describe('a traced fetch', () => {
  let server: EchoServer;
  let followed: Followed;
  let traced: TracedFetch;
  const deps = () => ({ ...followed.deps, onError: (error: unknown) => followed.errors.push(error) });

  beforeEach(async () => {
    server = await startEchoServer();
    followed = createFollowed();
    traced = traceFetch(fetch, deps());
  });
  afterEach(() => server.close());

  it('makes a span and hands its context on, whatever form the request has', async () => {
    const url = `${server.url}/a?token=x`;
    const request = new Request(url, { method: 'PUT', headers: { 'x-a': '1' }, body: 'body' });
    await followed.inSpan(() => traced.fetch(url));
    await followed.inSpan(() => traced.fetch(new URL(url), { method: 'POST', body: 'body' }));
    const response = await followed.inSpan(() => traced.fetch(request));
    expect(await response.text()).toBe('{}');
    expect(followed.ended.map(({ name }) => name)).toEqual([
      'GET 127.0.0.1',
      'POST 127.0.0.1',
      'PUT 127.0.0.1',
    ]);
    expect(followed.ended[0]?.attributes).toMatchObject({
      'http.response.status_code': 200,
      'server.port': server.port,
      'url.full': `${server.url}/a?token=REDACTED`,
    });
    expect(server.requests.map(({ headers }) => headers.traceparent)).toEqual(
      followed.ended.map(({ spanId }) => `00-${TRACE_ID}-${spanId}-01`),
    );
    expect(server.requests[2]).toMatchObject({ method: 'PUT', body: 'body', headers: { 'x-a': '1' } });
  });

  it('keeps all of a request that stands in the place of options, as proxies write it', async () => {
    const given = new Request('http://shop.example/', {
      method: 'PUT',
      headers: { 'x-a': '1' },
      body: 'body',
    });
    await followed.inSpan(() => traced.fetch(`${server.url}/b`, given));
    expect(followed.ended.map(({ name }) => name)).toEqual(['PUT 127.0.0.1']);
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      body: 'body',
      headers: { 'x-a': '1', traceparent: `00-${TRACE_ID}-${followed.ended[0]?.spanId}-01` },
    });
  });

  it('sends headers that can be read but once', async () => {
    const headers = () => new Headers({ 'x-a': '1' }).entries();
    await traced.fetch(server.url, { headers: headers() as never });
    await followed.inSpan(() => traced.fetch(server.url, { headers: headers() as never }));
    expect(server.requests.map((request) => request.headers['x-a'])).toEqual(['1', '1']);
  });

  it('has what the engine adds to fetch', () => {
    const engine = Object.assign((...args: Parameters<typeof fetch>) => fetch(...args), {
      preconnect: () => 7,
    });
    expect((traceFetch(engine, deps()).fetch as typeof engine).preconnect).toBe(engine.preconnect);
  });

  it('fails as fetch fails, and says so', async () => {
    await expect(followed.inSpan(() => traced.fetch(`${server.url}/reset`))).rejects.toThrow(TypeError);
    expect(followed.ended[0]).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'TypeError' },
    });
    await expect(followed.inSpan(() => traced.fetch('no address'))).rejects.toThrow(TypeError);
    expect(followed.ended).toHaveLength(1);
  });

  it('is plain fetch outside any span and for what has no host', async () => {
    await traced.fetch(server.url);
    expect(await (await followed.inSpan(() => traced.fetch('data:,hello'))).text()).toBe('hello');
    expect(followed.ended).toEqual([]);
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
  });

  it('goes out untraced when the tracing fails', async () => {
    const tracer = () => {
      throw new Error('broken');
    };
    const { fetch: broken } = traceFetch(fetch, { ...deps(), tracer });
    expect((await followed.inSpan(() => broken(server.url))).status).toBe(200);
    expect(followed.errors).toHaveLength(1);
  });
});
