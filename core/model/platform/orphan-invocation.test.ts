import { describe, expect, test } from 'vitest';
import { originOf, originOfNaming } from '../function-identity';
import { executionsOf, mergeFacts } from './execution';
import { factsOfLog } from './facts-of-log';
import { orphanAfterNs, orphanInvocation } from './orphan-invocation';
import { logAt, REQUEST } from './testing/logs';

const MINUTE = 60_000_000_000n;
const START = logAt(10_000, `START RequestId: ${REQUEST} Version: 7`);
const REPORT = logAt(
  12_000,
  `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms\tBilled Duration: 2100 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 98.00 ms\tStatus: timeout\t\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\t`,
);

function only(...logs: readonly (typeof START)[]) {
  const [execution] = logs.flatMap(factsOfLog).map(executionsOf).reduce(mergeFacts, []);
  if (!execution) throw new Error('no execution');
  return execution;
}

describe('an execution without a span', () => {
  test('that was reported is an invocation after five minutes', () => {
    const execution = only(START, REPORT);
    expect(orphanInvocation(execution, execution.toNs + 4n * MINUTE)).toBeNull();
    expect(orphanAfterNs(execution)).toBe(execution.toNs + 5n * MINUTE);
    expect(orphanInvocation(execution, orphanAfterNs(execution))).toMatchObject({
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      source: 'platform',
      function: {
        provider: 'aws',
        region: 'eu-central-1',
        name: 'orders',
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
      facts: { platform: 'aws_lambda', memoryMb: 512, version: '7' },
      invocationId: REQUEST,
      startNs: 10_000_000_000n,
      durationNs: 2_000_000_000n,
      reportedBilledMs: 2100,
      initDurationMs: 98,
      coldStart: true,
      outcome: 'timeout',
      maxMemoryUsedMb: 90,
    });
  });

  test('that only started is an error once it cannot be running any more', () => {
    const execution = only(START);
    expect(orphanInvocation(execution, 10_000_000_000n + 19n * MINUTE)).toBeNull();
    expect(orphanInvocation(execution, 10_000_000_000n + 20n * MINUTE)).toMatchObject({
      outcome: 'error',
      errorType: 'never_ended',
      durationNs: 0n,
      reportedBilledMs: null,
    });
  });

  test('is the same invocation each time, and another one for each retry', () => {
    const late = 10_000n * MINUTE;
    const ids = [only(START), only(START), only(logAt(90_000, START.body))]
      .map((execution) => orphanInvocation(execution, late))
      .map((orphan) => `${orphan?.traceId} ${orphan?.spanId}`);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('belongs to the function that is known under its origin', () => {
    const execution = only(START);
    const known = { id: 'f', ...execution.origin, accountId: '123456789012' };
    expect(orphanInvocation(execution, 10_000n * MINUTE, known)?.function).toBe(known);
    expect(originOfNaming(known)).toEqual(originOf(START.resource.attributes));
  });

  test('that ended well has no error', () => {
    const report = logAt(12_000, `REPORT RequestId: ${REQUEST}\tDuration: 2000.00 ms`);
    expect(orphanInvocation(only(report), 10_000n * MINUTE)).toMatchObject({
      outcome: 'ok',
      errorType: null,
      errorMessage: null,
      coldStart: null,
    });
  });
});
