import { trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instrumented, instrument } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const METHODS = ['debug', 'log', 'info', 'warn', 'error'] as const;

describe('console lines', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  const printed: unknown[][] = [];
  const invoke = (fn: () => unknown) => instrumented.wrap(async (_event: object) => fn())({});
  const restart = (env: Record<string, string> = {}) => {
    instrumented?.dispose();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env });
  };

  beforeEach(async () => {
    printed.length = 0;
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const method of METHODS) {
      vi.spyOn(console, method).mockImplementation((...args) => void printed.push([method, ...args]));
    }
    receiver = await startOtlpReceiver();
    restart();
  });
  afterEach(async () => {
    instrumented.dispose();
    vi.restoreAllMocks();
    await receiver.close();
  });

  it('become log records with their severity, and are still printed', async () => {
    await invoke(() => {
      for (const method of METHODS) console[method](`via ${method}`);
    });
    expect(receiver.logs().map((log) => [log.body, log.severityNumber, log.severityText])).toEqual([
      ['via debug', 5, 'DEBUG'],
      ['via log', 9, 'INFO'],
      ['via info', 9, 'INFO'],
      ['via warn', 13, 'WARN'],
      ['via error', 17, 'ERROR'],
    ]);
    expect(printed).toEqual(METHODS.map((method) => [method, `via ${method}`]));
    expect(receiver.logs()[0]?.resource).toEqual(receiver.spans()[0]?.resource);
  });

  it('carry the span that is active where they are written', async () => {
    await invoke(() =>
      trace.getTracer('shop').startActiveSpan('charge', (span) => {
        console.log('inside');
        span.end();
      }),
    );
    const charge = receiver.spans().find((span) => span.name === 'charge');
    expect(receiver.logs()[0]).toMatchObject({ traceId: charge?.traceId, spanId: charge?.spanId });
  });

  it('are formatted as on the console', async () => {
    await invoke(() => console.log('%s has %d items', 'cart', 2, { total: 9.5 }));
    expect(receiver.logs()[0]?.body).toBe('cart has 2 items { total: 9.5 }');
  });

  it('that name an error carry its type, message and stack', async () => {
    await invoke(() => console.error('charge failed:', new RangeError('limit')));
    expect(receiver.logs()[0]?.attributes).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'limit',
      'exception.stacktrace': expect.stringContaining('console-capture.test.ts'),
    });
  });

  it.each([
    ['pino', { level: 40, time: 1, pid: 2, hostname: 'h', msg: 'low stock', sku: 's1' }, 'WARN', 13],
    ['winston', { level: 'error', message: 'low stock', sku: 's1' }, 'ERROR', 17],
    ['an unknown level', { level: 'odd', message: 'low stock', sku: 's1' }, 'INFO', 9],
  ])('of a JSON logger are taken apart: %s', async (_logger, line, severityText, severityNumber) => {
    await invoke(() => console.log(JSON.stringify(line)));
    expect(receiver.logs()).toMatchObject([{ body: 'low stock', severityText, severityNumber }]);
    expect(receiver.logs()[0]?.attributes).toEqual({ 'log.iostream': 'stdout', sku: 's1' });
  });

  it('of a JSON logger keep what lies deeper, as JSON', async () => {
    const line = {
      level: 'info',
      message: 'paid',
      order: { id: 7 },
      lines: [{ sku: 's1' }],
      tags: ['a'],
      no: null,
    };
    await invoke(() => console.log(JSON.stringify(line)));
    expect(receiver.logs()[0]?.attributes).toEqual({
      'log.iostream': 'stdout',
      order: '{"id":7}',
      lines: '[{"sku":"s1"}]',
      tags: ['a'],
    });
  });

  it('of a JSON logger that name an error carry its type, message and stack', async () => {
    const err = { type: 'RangeError', message: 'limit', stack: 'at x' };
    await invoke(() => console.log(JSON.stringify({ level: 50, msg: 'charge failed', err })));
    expect(receiver.logs()[0]?.attributes).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'limit',
      'exception.stacktrace': 'at x',
    });
  });

  it.each(['{"a":1}', '{ not json }', '{"msg":"no level"}', '[1]'])(
    'that only look like JSON stay: %s',
    async (text) => {
      await invoke(() => console.log(text));
      expect(receiver.logs()[0]?.body).toBe(text);
    },
  );

  it('that name an error keep it, however many fields stand beside it', async () => {
    restart({ OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2' });
    const fields = { level: 'error', msg: 'no', a: 1, b: 2, c: 3 };
    await invoke(() => {
      console.error(JSON.stringify({ ...fields, err: { type: 'RangeError', message: 'no' } }));
      console.error('failed', new RangeError('no'));
    });
    for (const log of receiver.logs()) {
      expect(log.attributes).toMatchObject({ 'exception.type': 'RangeError', 'exception.message': 'no' });
      expect(log.attributes).not.toHaveProperty('c');
    }
    expect(receiver.logs()).toHaveLength(2);
  });

  it('are cut at the length limit', async () => {
    restart({ OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '10' });
    await invoke(() => console.log('x'.repeat(1000)));
    expect(receiver.logs()[0]?.body).toBe('x'.repeat(10));
  });

  it('survive arguments that cannot be formatted', async () => {
    const hostile = {
      get [Symbol.toStringTag](): string {
        throw new Error('no');
      },
    };
    const answer = await invoke(() => {
      console.log(hostile);
      return 'ok';
    });
    expect(answer).toBe('ok');
  });

  it('are kept up to 4 MiB, so that a function which prints much keeps its memory', async () => {
    await invoke(() => {
      for (let line = 0; line < 300; line += 1) console.log(`${line}`.padEnd(40_000));
      console.log('done');
    });
    const lines = receiver.logs().map(({ body }) => body.trim());
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(130);
    expect([lines[0], lines.at(-1)]).toEqual(['0', 'done']);
    expect(vi.mocked(process.stderr.write).mock.calls.join()).toContain('some are dropped');
  });

  it('outside an invocation are only printed, where several may run', async () => {
    restart({ AWS_LAMBDA_MAX_CONCURRENCY: '2' });
    await invoke(() => 'ok');
    console.log('between');
    await invoke(() => 'ok');
    expect(receiver.logs()).toEqual([]);
    expect(printed).toEqual([['log', 'between']]);
  });

  it('after the answer of the only invocation that may run are its own', async () => {
    await invoke(() => void setTimeout(() => console.log('late'), 5));
    await expect.poll(() => printed).toEqual([['log', 'late']]);
    await invoke(() => 'ok');
    expect(receiver.logs()).toMatchObject([{ body: 'late', spanId: receiver.spans()[0]?.spanId }]);
  });

  it('are left alone when OTEL_LOGS_EXPORTER is none', async () => {
    instrumented.dispose();
    const before = console.log;
    restart({ OTEL_LOGS_EXPORTER: 'none' });
    expect(console.log).toBe(before);
    await invoke(() => console.log('quiet'));
    expect(receiver.requests.map((request) => request.path)).toEqual(['/v1/traces']);
  });
});
