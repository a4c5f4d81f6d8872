import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batch, DAY, invocation, log, spanId, testPrice, traceId } from '../contract/fixtures';
import type { TelemetryWriter } from '../store';
import { createClickHouseBulletin } from './bulletin';
import { openConnection } from './connection';
import { examineClickHouse } from './examine';
import { openClickHouseReader } from './open';
import { openPrepared } from './prepared';
import { isNewEnough } from './server-version';
import { startEngine, type TestEngine, whyNoEngine } from './testing/engine';
import { type Fault, type FaultProxy, startFaultProxy } from './testing/fault-proxy';
import { createClickHouseWriter } from './writer';

const LONG_MS = 120_000;
const why = await whyNoEngine();

const SENT = batch(
  [
    invocation({ traceId: traceId(1), spanId: spanId(1) }),
    invocation({ traceId: traceId(2), spanId: spanId(2) }),
  ],
  [log({ body: 'one' }), log({ body: 'two' })],
);

describe.skipIf(why !== null)(`ClickHouse that fails${why === null ? '' : `: ${why}`}`, () => {
  let engine: TestEngine;
  let proxy: FaultProxy;
  let writer: TelemetryWriter;
  let address: string;
  beforeAll(async () => {
    engine = await startEngine();
    proxy = await startFaultProxy();
  }, LONG_MS);
  afterAll(async () => {
    await proxy.stop();
    await engine.stop();
  }, LONG_MS);
  beforeEach(async () => {
    proxy.set('none');
    address = proxy.through(await engine.newDatabase());
    writer = open(address);
  }, LONG_MS);
  afterEach(async () => {
    await writer.close();
    await engine.returnDatabase(address);
  });

  const open = (url: string) =>
    createClickHouseWriter(openPrepared({ url, cluster: null }, { mostSeconds: 1 }), testPrice);
  const read = async () => {
    const reader = openClickHouseReader({ url: address, cluster: null });
    try {
      const { invocations } = await reader.totals({ range: DAY });
      const { items } = await reader.logs({ range: DAY, limit: 100 });
      return { invocations, logs: items.length };
    } finally {
      await reader.close();
    }
  };

  const FAULTS: readonly Fault[] = [
    'silent',
    'answer lost',
    'answer cut',
    'error behind the status',
    'something else',
    { refusesWrites: 243 },
    { refusesWrites: 164 },
    { refusesWrites: 241 },
  ];
  it.each(FAULTS.map((fault) => [typeof fault === 'string' ? fault : `code ${fault.refusesWrites}`, fault]))(
    'acknowledges nothing that it cannot be sure of (%s), and goes on by itself when it is over, nothing twice',
    async (_, fault) => {
      await writer.write(batch([invocation({ traceId: traceId(9), spanId: spanId(9) })]));
      proxy.set(fault as Fault);
      await expect(writer.write(SENT)).rejects.toMatchObject({ code: 'unavailable' });
      proxy.set('none');
      await writer.write(SENT);
      expect(await read()).toEqual({ invocations: 3, logs: 2 });
    },
    LONG_MS,
  );

  it.each<Fault>(['answer cut', 'error behind the status', 'something else', 'answer lost'])(
    'answers no question by half (%s)',
    async (fault) => {
      await writer.write(SENT);
      const reader = openClickHouseReader({ url: address, cluster: null });
      expect((await reader.logs({ range: DAY, limit: 100 })).items).toHaveLength(2);
      proxy.set(fault);
      await expect(reader.logs({ range: DAY, limit: 100 })).rejects.toMatchObject({ code: 'unavailable' });
      await expect(reader.totals({ range: DAY })).rejects.toMatchObject({ code: 'unavailable' });
      proxy.set('none');
      expect((await reader.logs({ range: DAY, limit: 100 })).items).toHaveLength(2);
      await reader.close();
    },
    LONG_MS,
  );

  it('sums up what collectors have refused since a time, equal numbers of two of them twice', async () => {
    const bulletins = [1, 2].map(() => createClickHouseBulletin(openConnection(address), 'settings'));
    for (const bulletin of bulletins) {
      await bulletin.noteRejected(3, 1000);
      await bulletin.noteRejected(4, 2000);
    }
    expect(await bulletins[0]?.rejected(999)).toBe(14);
    expect(await bulletins[0]?.rejected(1000)).toBe(8);
    expect(await bulletins[0]?.rejected(2000)).toBe(0);
    for (const bulletin of bulletins) await bulletin.close();
  });

  it('refuses a server that is too old, and takes it as soon as it is newer', async () => {
    proxy.set('old');
    const waiting = open(address);
    await expect(waiting.write(SENT)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'ClickHouse 24.8.1.2684 is too old: 25.3 or newer is needed',
    });
    proxy.set('none');
    expect(await waiting.write(SENT)).toMatchObject({ spansStored: 2 });
    await waiting.close();
  });

  it('makes its database and tables again when they are gone, and says so once', async () => {
    await writer.write(SENT);
    await engine.dropDatabase(address);
    await expect(writer.write(SENT)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await writer.write(SENT)).toMatchObject({ spansStored: 2 });
    expect(await read()).toEqual({ invocations: 2, logs: 2 });
  });

  it('is examined: server and version, rights, clock', async () => {
    const examine = (now = Date.now) => examineClickHouse({ url: address, cluster: null }, now);
    expect(await examine().server()).toMatch(/^http:\/\/127\.0\.0\.1:\d+ answers as .*, version 2\d\./);
    expect(await examine().rights()).toContain('written and read');
    expect(await examine().clock()).toMatch(/^\d+ ms apart/);
    await expect(examine(() => Date.now() - 60_000).clock()).rejects.toThrow(/apart: set them by NTP/);
    proxy.set('old');
    await expect(examine().server()).rejects.toThrow('too old');
    proxy.set({ refusesWrites: 497 });
    await expect(examine().rights()).rejects.toMatchObject({ code: 'unavailable' });
    proxy.set('something else');
    await expect(examine().server()).rejects.toThrow('is something else');
  });

  it('opens while the server is away', async () => {
    await engine.setAway(true);
    const waiting = open(address);
    await expect(waiting.write(SENT)).rejects.toMatchObject({ code: 'unavailable' });
    await engine.setAway(false);
    expect(await waiting.write(SENT)).toMatchObject({ spansStored: 2 });
    await waiting.close();
  });

  it(
    'reads what it may not change: an engine that is read-only',
    async () => {
      const readOnly = await startEngine();
      try {
        const own = await readOnly.newDatabase();
        const before = open(own);
        await before.write(SENT);
        const connection = openConnection(own);
        await connection.command('SET readonly = 2');
        await expect(
          before.write(batch([invocation({ traceId: traceId(5), spanId: spanId(5) })])),
        ).rejects.toMatchObject({ code: 'unavailable' });
        const reader = openClickHouseReader({ url: own, cluster: null });
        expect((await reader.totals({ range: DAY })).invocations).toBe(2);
        await Promise.all([before.close(), connection.close(), reader.close()]);
      } finally {
        await readOnly.stop();
      }
    },
    LONG_MS,
  );
});

it.each([
  ['24.12.9.1', false],
  ['25.2.1.1', false],
  ['25.3.1.1', true],
  ['25.10.1.1', true],
  ['26.7.2.1', true],
  ['', false],
])('knows whether version %s is new enough', (version, isEnough) => {
  expect(isNewEnough(version)).toBe(isEnough);
});
