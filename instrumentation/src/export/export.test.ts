import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument, lambdaContext } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

describe('the export', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  let warnings: string[];
  const start = (env: Record<string, string> = {}) => {
    instrumented?.dispose();
    instrumented = instrument({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_LOGS_EXPORTER: 'none',
      ...env,
    });
  };
  const invoke = async (id: string) => {
    const started = performance.now();
    const result = await instrumented.wrap(async (_event: object, _context: object) => 'ok')(
      {},
      lambdaContext({ awsRequestId: id, getRemainingTimeInMillis: () => 30_000 }),
    );
    expect(result).toBe('ok');
    return performance.now() - started;
  };
  const idsIn = (request: { body: string } | undefined) =>
    [...(request?.body ?? '').matchAll(/"faas\.invocation_id","value":\{"stringValue":"([^"]+)"/g)].map(
      ([, id]) => id,
    );

  beforeEach(async () => {
    warnings = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => warnings.push(String(text)) > 0);
    receiver = await startOtlpReceiver();
    start();
  });
  afterEach(async () => {
    instrumented.dispose();
    vi.restoreAllMocks();
    await receiver.close();
  });

  it('posts OTLP/JSON with the headers of the environment, compressed on demand', async () => {
    start({
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20flk_1,x-a=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-a=2',
    });
    await invoke('a');
    expect(receiver.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: {
        authorization: 'Bearer flk_1',
        'x-a': '2',
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
    });
    expect(receiver.spans()).toHaveLength(1);
  });

  it('opens its connection while the first handler works, and sends on it', async () => {
    const handler = instrumented.wrap(async (_event: object) => {
      await expect.poll(() => receiver.connections()).toBe(1);
    });
    await handler({});
    expect(receiver.spans()).toHaveLength(1);
    expect(receiver.connections()).toBe(1);
  });

  it('uses the endpoint of a signal as it is', async () => {
    start({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/custom?tenant=1` });
    await invoke('a');
    expect(receiver.requests[0]?.path).toBe('/custom?tenant=1');
  });

  it('neither fails nor delays the handler when nobody listens, and sends later what it kept', async () => {
    const port = await unusedPort();
    start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(await invoke('a')).toBeLessThan(20_000);
    expect(await invoke('b')).toBeLessThan(20_000);
    expect(warnings.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1);

    const late = await startOtlpReceiver(port);
    await invoke('c');
    expect(late.requests.map(idsIn)).toEqual([['a', 'b', 'c']]);
    await late.close();
  });

  it('waits no longer than OTEL_EXPORTER_OTLP_TIMEOUT, then pauses instead of making every invocation wait', async () => {
    start({ OTEL_EXPORTER_OTLP_TIMEOUT: '600' });
    receiver.answerWith(() => {});
    expect(await invoke('a')).toBeLessThan(20_000);
    await invoke('b');
    expect(receiver.requests).toHaveLength(1);
  });

  it('pauses after several that were too late together as after one', async () => {
    start({ OTEL_EXPORTER_OTLP_TIMEOUT: '400' });
    receiver.answerWith(() => {});
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(invoke));
    receiver.answerWith(undefined);
    receiver.requests.length = 0;
    now.mockReturnValue(Date.now() + 5_000);
    await invoke('g');
    expect(idsIn(receiver.requests[0]).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('waits at most 300 ms where no time-out is set, and not again for the next invocation', async () => {
    start({ OTEL_EXPORTER_OTLP_TIMEOUT: '' });
    receiver.answerWith(() => {});
    const waited = await invoke('a');
    expect(waited).toBeGreaterThan(290);
    expect(waited).toBeLessThan(5_000);
    // On a busy machine one of them may take as long for another reason.
    expect(Math.min(await invoke('b'), await invoke('c'), await invoke('d'))).toBeLessThan(280);
  });

  it('opens a fresh connection when an idle one was closed meanwhile', async () => {
    await invoke('a');
    receiver.closeIdleConnections();
    await invoke('b');
    expect(receiver.requests.flatMap(idsIn)).toEqual(['a', 'b']);
    expect(warnings).toEqual([]);
  });

  it('repeats a request once when the connection breaks in it', async () => {
    receiver.answerWith((response) => {
      receiver.answerWith(undefined);
      response.socket?.resetAndDestroy();
    });
    await invoke('a');
    expect(receiver.requests.map(idsIn)).toEqual([['a'], ['a']]);
    expect(warnings).toEqual([]);
  });

  it('does not retry on another connection that went stale with the first one', async () => {
    const old = new Set<unknown>();
    receiver.answerWith((response) => {
      // Behind another answer on the same connection it has none yet.
      if (response.socket) old.add(response.socket);
      // Slow enough for four requests at once, which need two connections.
      setTimeout(() => response.end('{}'), 50);
    });
    await Promise.all([invoke('a'), invoke('b'), invoke('c'), invoke('d')]);
    expect(old.size).toBe(2);
    receiver.answerWith((response) =>
      old.has(response.socket) ? response.socket?.resetAndDestroy() : response.end('{}'),
    );
    await invoke('e');
    expect(warnings).toEqual([]);
  });

  it.each([429, 502, 503, 504])(
    'retries status %i once, keeps what is still refused and leaves the receiver alone for a second',
    async (status) => {
      receiver.answerWith((response) => response.writeHead(status, { 'retry-after': '0' }).end());
      const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now());
      await invoke('a');
      expect(receiver.requests).toHaveLength(2);
      receiver.answerWith(undefined);
      await invoke('b');
      expect(receiver.requests).toHaveLength(2);
      now.mockReturnValue(Date.now() + 1_000);
      await invoke('c');
      expect(idsIn(receiver.requests.at(-1))).toEqual(['a', 'b', 'c']);
    },
  );

  it('honours a Retry-After that is longer than it may wait by not sending before', async () => {
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': '30' }).end());
    expect(await invoke('a')).toBeLessThan(20_000);
    await invoke('b');
    expect(receiver.requests).toHaveLength(1);
  });

  it('drops what is refused for good and says so once', async () => {
    receiver.answerWith((response) => response.writeHead(401).end('{"message":"no key"}'));
    await invoke('a');
    await invoke('b');
    expect(receiver.requests.map(idsIn)).toEqual([['a'], ['b']]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('status 401, it is dropped: {"message":"no key"}');
  });

  it('passes on what a receiver says about a partial success', async () => {
    receiver.answerWith((response) =>
      response.end('{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}'),
    );
    await invoke('a');
    expect(warnings[0]).toContain('too old');
  });

  it('keeps at most 512 records, the newest', async () => {
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': '60' }).end());
    for (let index = 0; index < 520; index += 1) await invoke(`r${index}`);
    expect(warnings.some((line) => line.includes('oldest are dropped'))).toBe(true);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 120_000);
    receiver.answerWith(undefined);
    await invoke('last');
    const ids = idsIn(receiver.requests.at(-1));
    expect(ids).toHaveLength(513);
    expect(ids[0]).toBe('r8');
  });

  it('says nothing under OTEL_LOG_LEVEL=none', async () => {
    start({ OTEL_LOG_LEVEL: 'none', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    receiver.answerWith((response) => response.writeHead(400).end());
    await invoke('a');
    expect(warnings).toEqual([]);
  });

  it('sends nothing when both exporters are none', async () => {
    start({ OTEL_TRACES_EXPORTER: 'none' });
    await invoke('a');
    expect(receiver.requests).toEqual([]);
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
