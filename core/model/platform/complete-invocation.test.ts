import { describe, expect, test } from 'vitest';
import type { UnpricedInvocation } from '../invocation';
import { completeInvocation, executionFor } from './complete-invocation';
import { executionsOf, mergeFacts, type PlatformExecution } from './execution';
import { factsOfLog } from './facts-of-log';
import { invocation } from './testing/invocations';
import { logAt, REQUEST } from './testing/logs';

/** The executions that these lines describe, each at the given number of milliseconds. */
function executions(...lines: readonly (readonly [number, string])[]): readonly PlatformExecution[] {
  return lines
    .flatMap(([timeMs, line]) => factsOfLog(logAt(timeMs, line)))
    .map(executionsOf)
    .reduce(mergeFacts, []);
}
const report = (rest: string, timeMs = 12_001) =>
  executions([timeMs, `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms\t${rest}`]);
const complete = (set: Partial<UnpricedInvocation>, known: readonly PlatformExecution[]) =>
  completeInvocation(invocation(set), executionFor(invocation(set), known));

describe('figures', () => {
  test('come from the report, which knows them better than the span', () => {
    const known = report(
      'Billed Duration: 2000 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 250.50 ms',
    );
    expect(
      complete({ reportedBilledMs: 1, maxMemoryUsedMb: 1, coldStart: true, initDurationMs: 300 }, known),
    ).toMatchObject({
      reportedBilledMs: 2000,
      maxMemoryUsedMb: 90,
      coldStart: true,
      initDurationMs: 250.5,
      durationNs: 2_000_000_000n,
      facts: { memoryMb: 512 },
      outcome: 'ok',
    });
  });

  test('stay as the span has them where the platform says nothing', () => {
    const own = { reportedBilledMs: 7, maxMemoryUsedMb: 8, coldStart: false, initDurationMs: null } as const;
    expect(complete(own, executions([10_000, `START RequestId: ${REQUEST} Version: 1`]))).toEqual(
      invocation(own),
    );
    expect(complete(own, [])).toEqual(invocation(own));
  });

  test('are set and not added: completing again changes nothing', () => {
    const known = report('Billed Duration: 2000 ms\tInit Duration: 9.00 ms\tStatus: timeout');
    const once = complete({}, known);
    expect(completeInvocation(once, executionFor(once, known))).toEqual(once);
  });

  test('a restored snapshot is a cold start', () => {
    expect(complete({}, report('Restore Duration: 398.97 ms'))).toMatchObject({
      coldStart: true,
      initDurationMs: 398.97,
    });
  });
});

describe('the outcome', () => {
  const failed = { outcome: 'error', errorType: 'TypeError', errorMessage: 'x is undefined' } as const;
  const killed = executions(
    [12_000, `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`],
    [
      12_001,
      `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB`,
    ],
  );
  const full = 'Memory Size: 128 MB\tMax Memory Used: 128 MB';

  test.each<[string, Partial<UnpricedInvocation>, readonly PlatformExecution[], object]>([
    [
      'a timeout of the report wins over an error',
      failed,
      executions(
        [12_000, `2026-11-21T05:00:00.000Z ${REQUEST} Task timed out after 2.00 seconds`],
        [12_001, `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms\tStatus: timeout`],
      ),
      {
        outcome: 'timeout',
        errorType: 'TypeError',
        errorMessage: 'Task timed out after 2.00 seconds',
        facts: { timeoutMs: 2000 },
      },
    ],
    ['a killed runtime ran out of memory', {}, killed, { outcome: 'oom', errorType: 'Runtime.ExitError' }],
    [
      'a runtime that died with all memory used did too',
      {},
      report(`${full}\tStatus: error\tError Type: Runtime.ExitError`),
      { outcome: 'oom' },
    ],
    ['a handler that failed with all memory used did not', failed, report(`${full}\tStatus: error`), failed],
    ['a success with all memory used is one', {}, report(full), { outcome: 'ok', errorType: null }],
    [
      'a failure that the span does not know of counts',
      {},
      report('Status: error\tError Type: Runtime.Unknown'),
      { outcome: 'error', errorType: 'Runtime.Unknown' },
    ],
    [
      "the handler's own error tells more",
      failed,
      report('Status: error\tError Type: Runtime.Unknown'),
      failed,
    ],
    ['a failure that only the handler knows of counts', failed, report('Status: success'), failed],
    [
      'a timeout that the span saw coming stays one when the report says error',
      { outcome: 'timeout', errorType: 'timeout' },
      report('Status: error'),
      { outcome: 'timeout', errorType: 'timeout' },
    ],
    [
      'a success has no error',
      {},
      report('Status: success\tError Type: Odd'),
      { outcome: 'ok', errorType: null, errorMessage: null },
    ],
  ])('%s', (_name, set, known, expected) => {
    expect(complete(set, known)).toMatchObject(expected);
  });
});

describe('retries under one request id', () => {
  test('each attempt is completed by its own report', () => {
    const known = mergeFacts(
      report('Billed Duration: 2001 ms', 12_001),
      report('Billed Duration: 2002 ms', 75_000),
    );
    expect(complete({}, known).reportedBilledMs).toBe(2001);
    expect(complete({ startNs: 73_000_000_000n }, known).reportedBilledMs).toBe(2002);
  });

  test("an attempt without a report never takes another's", () => {
    expect(complete({}, report('Billed Duration: 2002 ms', 75_000)).reportedBilledMs).toBeNull();
  });
});
