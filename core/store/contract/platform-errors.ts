import { expect, test } from 'vitest';
import { CLOUDWATCH_SCOPE } from '../../model/platform/feed-scopes';
import type { TelemetryReader } from '../store';
import { withClock } from './executions';
import { batch, DAY, MS, type OpenEmptyStore, T0_MS, T0_NS, withStore } from './fixtures';
import { line, reportLine, requestId, run } from './platform-pieces';

const listed = async (reader: TelemetryReader) => (await reader.errors({ range: DAY, limit: 10 })).items;

const START = line(1000, `START RequestId: ${requestId(1)} Version: 7\n`);
const TIMEOUT = reportLine(requestId(1), 4000, 3000, 'Status: timeout\t');

/** What the runtime itself writes about an exception thrown by its handler. */
const UNCAUGHT = line(
  1099,
  `2026-03-01T00:00:01.099Z\t${requestId(1)}\tERROR\tInvoke Error \t{"errorType":"NoStock","errorMessage":"order 3","stack":["NoStock: order 3","    at load (/var/task/o.js:1:2)"]}`,
  { severity: 17, severityText: 'ERROR', scope: { name: CLOUDWATCH_SCOPE, version: '', attributes: {} } },
);
const THROWN = {
  name: 'exception',
  timeNs: T0_NS + 1099n * MS,
  attributes: {
    'exception.type': 'NoStock',
    'exception.message': 'order 3',
    'exception.stacktrace': 'NoStock: order 3\n    at load (/var/task/o.js:1:2)',
  },
};

/** Errors that only the platform reports. */
export function platformErrorsContract(open: OpenEmptyStore): void {
  test('a timeout that the platform reports of an invocation is an error of it, in any order', async () => {
    const span = run(1, requestId(1), 1000, 2900);
    for (const batches of [
      [batch([span], [START, TIMEOUT])],
      [batch([span]), batch([], [START]), batch([], [TIMEOUT])],
      [batch([], [TIMEOUT]), batch([span])],
    ]) {
      await withStore(open, async ({ writer, reader }) => {
        for (const sent of batches) await writer.write(sent);
        const [row, ...others] = await listed(reader);
        expect(others).toEqual([]);
        expect(row).toMatchObject({
          type: 'timeout',
          count: 1,
          invocations: 1,
          functions: [{ name: 'paid' }],
          sampleTraceIds: [span.traceId],
        });
      });
    }
  });

  test('an execution that failed without a span is an error, until its span comes and tells', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      await writer.write(batch([], [START]));
      expect(await listed(reader)).toEqual([]);
      await wait(16);
      expect(await listed(reader)).toMatchObject([
        { type: 'never_ended', count: 1, invocations: 1, lastSeen: T0_MS + 1000 },
      ]);
      await writer.write(batch([], [TIMEOUT]));
      expect(await listed(reader)).toMatchObject([{ type: 'timeout', count: 1 }]);
      await writer.write(batch([run(1, requestId(1), 1000, 2900)]));
      expect(await listed(reader)).toMatchObject([{ type: 'timeout', count: 1, lastSeen: T0_MS + 3900 }]);
    });
  });

  test('what a handler threw is one error, although its span and the line of the runtime tell of it, in any order', async () => {
    const span = run(1, requestId(1), 1000, 100, { status: 'error', events: [THROWN] });
    for (const batches of [
      [batch([span], [UNCAUGHT])],
      [batch([span]), batch([], [UNCAUGHT])],
      [batch([], [UNCAUGHT]), batch([span])],
    ]) {
      await withStore(open, async ({ writer, reader }) => {
        for (const sent of batches) await writer.write(sent);
        const [row, ...others] = await listed(reader);
        expect(others).toEqual([]);
        expect(row).toMatchObject({ type: 'NoStock', count: 1, invocations: 1 });
      });
    }
  });

  test('an execution of which the runtime tells that it failed has failed, with a span that did not see it or none', async () => {
    await withClock(open, async ({ writer, reader }, wait) => {
      const rows = async () => (await reader.invocations({ range: DAY, limit: 10 })).items;
      const failed = { outcome: 'error', errorType: 'NoStock', errorMessage: 'order 3' };
      await writer.write(batch([], [START, UNCAUGHT, reportLine(requestId(1), 1101, 100)]));
      await wait(16);
      expect(await rows()).toMatchObject([{ ...failed, durationMs: 100, billedDurationMs: 107 }]);
      expect(await listed(reader)).toMatchObject([{ type: 'NoStock', count: 1, invocations: 1 }]);
      const span = run(1, requestId(1), 1000, 100);
      await writer.write(batch([span]));
      expect(await rows()).toMatchObject([{ ...failed, traceId: span.traceId }]);
      expect(await listed(reader)).toMatchObject([{ type: 'NoStock', count: 1, invocations: 1 }]);
    });
  });
}
