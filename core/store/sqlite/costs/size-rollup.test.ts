import { expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, invocation, lambda, MS, spanId, T0_NS, testPrice, traceId } from '../../contract/fixtures';
import { checkFile } from '../check/check-file';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';

const HOUR_NS = 3_600_000n * MS;

it('the most memory that an hour and a day tell of falls when the invocation that used it says otherwise', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = openSqliteWriter(databaseFile, testPrice);
  const used = (
    number: number,
    hour: bigint,
    mb: number | null,
    set: { arch?: string; longer?: boolean } = {},
  ) =>
    invocation({
      traceId: traceId(number),
      spanId: spanId(number),
      startNs: T0_NS + hour * HOUR_NS,
      endNs: T0_NS + hour * HOUR_NS + (set.longer ? 20n : 10n) * MS,
      attributes: { 'faaslens.max_memory_used_mb': mb },
      resource: lambda('orders', { 'host.arch': set.arch ?? null }),
    });
  const db = openDatabase(databaseFile, { readonly: true });
  const most = () =>
    db
      .prepare(
        "SELECT max_memory_used_mb FROM size_rollup WHERE architecture = '' ORDER BY step_seconds, start_seconds",
      )
      .pluck()
      .all();
  await writer.write(
    batch([
      ...[used(1, 0n, 300), used(2, 0n, 120), used(3, 1n, 200), used(4, 2n, null)],
      // What other sizes used does not count.
      ...[used(5, 0n, 900, { arch: 'arm64' }), used(6, 0n, 900, { arch: 'riscv' })],
    ]),
  );
  expect(most()).toEqual([300, 200, null, 300]);
  await writer.write(batch([used(1, 0n, 80.5, { longer: true })]));
  expect(most()).toEqual([120, 200, null, 200]);
  // Late, and in another hour than it was told of first.
  await writer.write(batch([used(3, 2n, 70, { longer: true })]));
  expect(most()).toEqual([120, 70, 120]);
  db.close();
  await writer.close();
  expect(checkFile(databaseFile)).toEqual([]);
  remove();
});
