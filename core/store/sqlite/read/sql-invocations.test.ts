import { expect, test } from 'vitest';
import { batch, invocation, lambda, log, spanId, testPrice, traceId } from '../../contract/fixtures';
import { openWriter } from '../../index';
import { temporaryDatabase } from '../temporary-database';
import { openSqlSession } from './sql-session';

test('shows what platforms said of invocations, and which request they serve', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openWriter({ databaseFile }, { price: testPrice });
  const session = openSqlSession(databaseFile);
  const rowsOf = (sql: string) => session.query(sql, 100).rows;
  const [reported, message] = [1, 2].map((number) => `0a1b2c3d-0000-4000-8000-00000000010${number}`);
  const spans = [
    { number: 0x41, attributes: { 'faas.invocation_id': reported ?? '' } },
    {
      number: 0x42,
      attributes: {
        'faas.invocation_id': message ?? '',
        'faas.trigger': 'pubsub',
        'messaging.system': 'aws_sqs',
        'messaging.message.id': 'm-1',
      },
    },
  ].map(({ number, attributes }) =>
    invocation({ traceId: traceId(number), spanId: spanId(number), attributes }),
  );
  const report = log({
    body: `REPORT RequestId: ${reported}\tDuration: 900.50 ms\tBilled Duration: 901 ms\tStatus: error\tError Type: Runtime.Unknown\t\n`,
    resource: lambda('orders', { 'faas.instance': 'i1' }),
  });
  await writer.write(batch(spans, [report]));
  const columns =
    'request_key, platform_reported, platform_status, platform_duration_ms, platform_error_type, platform_instance, reported_billed_ms';
  expect(
    rowsOf(
      `SELECT ${columns} FROM invocation WHERE trace_id IN ('${traceId(0x41)}', '${traceId(0x42)}') ORDER BY trace_id`,
    ),
  ).toEqual([
    [`invocation:${reported}`, 1, 'error', 900.5, 'Runtime.Unknown', 'i1', 901],
    ['message:aws_sqs:m-1', 0, null, null, null, null, null],
  ]);
  for (const table of ['instance_fact', 'platform_origin', 'platform_count', 'platform_rollup']) {
    expect(rowsOf(`SELECT count(*) FROM ${table}`)).toEqual([[0]]);
  }
  session.close();
  await writer.close();
  remove();
});
