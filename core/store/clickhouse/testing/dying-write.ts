import { expect } from 'vitest';
import { batch, DAY, invocation, log, span, spanId, testPrice, traceId } from '../../contract/fixtures';
import { reportLine, requestId, run } from '../../contract/platform-pieces';
import { type Connection, openConnection } from '../connection';
import { createClickHouseWriter } from '../writer';
import type { TestEngine } from './engine';

export const FAILED = [
  invocation({
    traceId: traceId(2),
    spanId: spanId(1),
    status: 'error',
    attributes: { 'error.type': 'E' },
  }),
  span({ traceId: traceId(2), spanId: spanId(2), parentSpanId: spanId(1) }),
];
export const ALONE = [
  log({ body: 'alone', severity: 17, attributes: { 'exception.type': 'E', 'exception.message': 'm' } }),
];

/** What is stored when the write of a span, for which a platform's report waited too long, dies at a statement, and is repeated. */
export async function invocationsAfter(engine: TestEngine, dying: number | null) {
  const address = await engine.newDatabase();
  let now = DAY.toMs;
  let count = 0;
  let isCounted = false;
  const counting =
    <Args extends unknown[], Answer>(use: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      if (isCounted) count += 1;
      if (isCounted && count === dying) throw new Error('killed');
      return use(...args);
    };
  const open = () => {
    const one = openConnection(address);
    const wrapped: Connection = {
      ...one,
      ask: counting(one.ask) as Connection['ask'],
      insert: counting(one.insert),
    };
    return createClickHouseWriter(wrapped, testPrice, { now: () => now });
  };
  const before = open();
  await before.write(batch([], [reportLine(requestId(1), 1_101, 100, '')]));
  now += 20 * 60_000;
  while (await before.tidy(50));
  const sent = batch([run(1, requestId(1), 1_000, 100), ...FAILED], ALONE);
  isCounted = true;
  const writing = before.write(sent);
  if (dying !== null) await expect(writing).rejects.toThrow('killed');
  await writing.catch(() => {});
  isCounted = false;
  // The same collector again, or another one.
  const next = dying === null || dying % 2 === 0 ? before : open();
  await next.write(sent);
  const reading = openConnection(address);
  const rows = await Promise.all(
    [
      'i.trace_id, i.span_id, i.invocation_id, i.source, i.function_id, i.reported_billed_ms FROM invocation AS i',
      'e.trace_id, e.fingerprint FROM error AS e',
      'trace_id, span_id FROM span FINAL',
      'id FROM log FINAL',
      'name FROM environment FINAL',
    ].map((what) => reading.ask(`SELECT ${what} ORDER BY ALL`)),
  );
  await reading.close();
  await Promise.all([...new Set([before, next])].map((writer) => writer.close()));
  await engine.returnDatabase(address);
  return { statements: count, rows };
}
