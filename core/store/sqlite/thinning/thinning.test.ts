import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../../../database/open';
import { dependencyOf } from '../../../model/costs/dependency';
import type { PriceInvocation } from '../../../model/invocation';
import { KEEP_WHOLE } from '../../../model/keeping/policy';
import { thinSpan } from '../../../model/keeping/thin-span';
import { batch, invocation, log, MS, span, spanId, T0_MS, T0_NS, traceId } from '../../contract/fixtures';
import { checkFile } from '../check/check-file';
import { temporaryDatabase } from '../temporary-database';
import { createSqliteWriter } from '../writer';

vi.setConfig({ testTimeout: 60_000 });

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
/** Of the fixtures' prices, thousands are more than 64 bits hold. */
const price: PriceInvocation = () => ({ billedDurationMs: 1, cost: 5n, precision: 'exact', note: null });
const THIN = { ...KEEP_WHOLE, ordinaryOneIn: 100, slowMs: 1000 };

/** An invocation with four calls inside, of texts that hardly get smaller when they are compressed. */
function wide(number: number) {
  const ids = { traceId: hex(16), startNs: T0_NS + BigInt(number) * MS };
  const root = invocation({ ...ids, spanId: hex(8) });
  const inside = Array.from({ length: 4 }, () =>
    span({
      ...ids,
      spanId: hex(8),
      parentSpanId: root.spanId,
      attributes: { payload: randomBytes(300).toString('base64') },
    }),
  );
  const line = log({ body: randomBytes(300).toString('base64'), traceId: ids.traceId, timeNs: ids.startNs });
  return { spans: [root, ...inside], logs: [line] };
}

it('gives back the space of what went, also of sealed groups, and leaves a file without faults', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  db.pragma('synchronous = OFF');
  let now = T0_MS + 60_000;
  const writer = createSqliteWriter(db, price, { now: () => now, groupSize: 4 });
  const sizes = () => db.prepare<[], number>('SELECT sum(bytes) FROM block_meta').pluck().get() ?? 0;
  for (let part = 0; part < 40; part += 1) {
    const pieces = Array.from({ length: 100 }, (_, number) => wide(part * 100 + number));
    await writer.write(
      batch(
        pieces.flatMap(({ spans }) => spans),
        pieces.flatMap(({ logs }) => logs),
      ),
    );
    while (await writer.tidy(100));
  }
  const groups = db.prepare('SELECT count(*) FROM block_group').pluck();
  expect(groups.get()).toBeGreaterThan(1);
  const before = sizes();
  writer.keep(THIN);
  now += 3_600_000;
  let rounds = 0;
  while (await writer.tidy(20)) rounds += 1;
  expect(rounds).toBeGreaterThan(3);
  expect(sizes()).toBeLessThan(before / 6);
  db.pragma('wal_checkpoint(TRUNCATE)');
  // Free pages that are kept for what comes next are at most 16 MiB.
  expect(statSync(databaseFile).size).toBeLessThan(before / 6 + 24_000_000);
  expect(db.prepare('SELECT count(*) FROM invocation').pluck().get()).toBe(4000);

  // The same policy after a restart finds nothing more to look at; another one looks at all again.
  const due = db.prepare('SELECT count(*) FROM block_meta WHERE examine_ns = 0').pluck();
  writer.keep({ ...THIN });
  await writer.tidy(0);
  expect(due.get()).toBe(0);
  writer.keep({ ...THIN, ordinaryOneIn: 1000 });
  await writer.tidy(0);
  expect(due.get()).not.toBe(0);
  await writer.close();
  expect(checkFile(databaseFile)).toEqual([]);
  remove();
});

it('a span without its details is a call to the same dependency, or stays whole', () => {
  const KEYS = ['db.system', 'server.address', 'url.full', 'peer.service', 'rpc.system', 'rpc.service'];
  const value = fc.constantFrom(
    'aws-api',
    'postgresql',
    'https://user@api.example.com/a?b=1',
    'db.internal',
    'S3',
    '',
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...KEYS, 'secret.note', 'messaging.system'), value),
      (attributes) => {
        const whole = span({ traceId: traceId(1), spanId: spanId(1), kind: 'client', attributes });
        const thin = thinSpan(whole);
        expect(dependencyOf(thin)).toEqual(dependencyOf(whole));
        expect(thinSpan(thin)).toBe(thin);
        if (thin !== whole) expect(Object.keys(thin.attributes)).not.toContain('secret.note');
      },
    ),
  );
});
