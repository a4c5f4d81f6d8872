import { expect, test } from 'vitest';
import type { TelemetryReader } from '../store';
import { withClock } from './executions';
import { batch, DAY, type OpenEmptyStore, T0_MS, withStore } from './fixtures';
import { line, reportLine, requestId, run } from './platform-pieces';

const listed = async (reader: TelemetryReader) => (await reader.errors({ range: DAY, limit: 10 })).items;

const START = line(1000, `START RequestId: ${requestId(1)} Version: 7\n`);
const TIMEOUT = reportLine(requestId(1), 4000, 3000, 'Status: timeout\t');

/** Errors that only the platform tells of. */
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
}
