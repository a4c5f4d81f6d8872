import { expect, test } from 'vitest';
import type { Span } from '../../../model/telemetry';
import {
  batch,
  DAY,
  invocation,
  log,
  MS,
  span,
  spanId,
  T0_MS,
  T0_NS,
  traceId,
} from '../../contract/fixtures';
import type { TelemetryWriter } from '../../store';
import { openConnection } from '../connection';
import { dayOf } from '../days';
import { createClickHouseDeletions } from '../deletions/deletions';
import { createClickHouseReader } from '../reader';
import { DAY_TABLES } from '../schema/hour-columns';
import { createDaySettling } from '../settled/settle-days';
import { readSettledDays } from '../settled/settled-days';
import type { TestEngine } from './engine';

/** An invocation that calls one dependency. */
function calling(id: number, set: Partial<Span> = {}): readonly Span[] {
  const call = { kind: 'client', attributes: { 'server.address': 'orders.example.com' } } as const;
  return [
    invocation({ traceId: traceId(id), spanId: spanId(1), ...set }),
    span({ traceId: traceId(id), spanId: spanId(2), parentSpanId: spanId(1), ...set, ...call }),
  ];
}

/** What must hold of the sums of days. `collector` opens a writer at an address. */
export function settledDaysContract(
  engine: () => TestEngine,
  collector: (address: string) => TelemetryWriter,
): void {
  test('the sums of a day hold until anything of it changes, and then its rows count until it is added up again', async () => {
    const address = await engine().newDatabase();
    const [writer, connection] = [collector(address), openConnection(address)];
    const settling = createDaySettling(connection, 0, 0);
    const reader = createClickHouseReader(openConnection(address));
    const callsOfAlerts = async () => {
      const wanted = { range: DAY, durations: true, perMinute: false } as const;
      const { counts } = await reader.dependencyFigures(wanted);
      return counts.calls?.reduce((sum, one) => sum + one, 0);
    };
    const callsOfDay = async () => {
      const { items: found } = await reader.dependencies({ range: DAY, limit: 10 });
      expect(found.map(({ kind }) => kind)).toEqual(found.map(() => 'http'));
      return found.reduce((sum, { calls }) => sum + calls, 0);
    };
    const ownersOfDay = async () => {
      const { items } = await reader.logs({ range: DAY, limit: 10 });
      return items.map(({ functionName }) => functionName);
    };
    const expectCounted = async (invocations: number) => {
      const totals = await reader.totals({ range: DAY });
      const minutes = await reader.series({ range: DAY, stepMs: 60_000 });
      const wanted = { range: DAY, columns: ['invocations'], durations: true, perMinute: false } as const;
      const { counts } = await reader.functionFigures(wanted);
      expect(counts.invocations?.reduce((sum, one) => sum + one, 0)).toBe(invocations);
      expect(totals.invocations).toBe(invocations);
      expect(totals.cost).toBe(minutes.reduce((sum, { cost }) => sum + cost, 0n));
      expect([await callsOfDay(), await callsOfAlerts()]).toEqual([invocations, invocations]);
      expect(await ownersOfDay()).toEqual(['orders']);
    };
    const expectChanged = async (invocations: number) => {
      expect(await readSettledDays(connection, DAY)).toEqual([]);
      await expectCounted(invocations);
      while (await settling.step());
      expect(await readSettledDays(connection, DAY)).toHaveLength(1);
      await expectCounted(invocations);
      expect(await sumsKept()).toEqual(DAY_TABLES.map(() => Math.min(invocations, 1)));
    };
    const sumsKept = () =>
      Promise.all(
        DAY_TABLES.map(async (table) => {
          const day = dayOf(T0_NS);
          return (await connection.ask(`SELECT DISTINCT made FROM ${table} WHERE day = ${day}`)).length;
        }),
      );
    await writer.write(batch(calling(2), [log({ body: 'whose' })]));
    await expectChanged(1);
    const laterNs = T0_NS + 600_000n * MS;
    await writer.write(batch(calling(5, { startNs: laterNs, endNs: laterNs + MS })));
    await expectChanged(2);
    // Asked at once, they are read together: of a day that one of them cuts no sums.
    const halves = [DAY, { ...DAY, toMs: T0_MS + 300_000 }, { ...DAY, fromMs: T0_MS + 300_000 }];
    const totals = await Promise.all(halves.map((range) => reader.totals({ range })));
    expect(totals.map(({ invocations }) => invocations)).toEqual([2, 1, 1]);
    // Corrected, so that it goes to the next day.
    const startNs = T0_NS + 90_000_000n * MS;
    await writer.write(batch(calling(5, { startNs, endNs: startNs + MS })));
    await expectChanged(1);
    // As long as they hold, nothing else is read of the day.
    await connection.command('TRUNCATE TABLE day_figure');
    await connection.command('TRUNCATE TABLE day_call');
    const [ofSums, ofRows] = await Promise.all([
      reader.totals({ range: DAY }),
      reader.series({ range: DAY, stepMs: 60_000 }),
    ]);
    expect(ofSums.invocations).toBe(0);
    expect(ofRows.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(1);
    expect([await callsOfDay(), await callsOfAlerts()]).toEqual([0, 0]);
    const deletions = createClickHouseDeletions(openConnection(address));
    await deletions.request({ range: DAY, traceId: traceId(2) });
    while (await writer.tidy(50));
    await expectChanged(0);
    // What was replaced goes, also when no other day is added up any more.
    for (const number of [7, 8]) {
      await writer.write(batch(calling(number)));
      const keeping = createDaySettling(connection, 0);
      while (await keeping.step());
    }
    expect(await sumsKept()).toEqual([2, 2]);
    expect(await createDaySettling(connection, 0, 0).step()).toBe(false);
    expect(await sumsKept()).toEqual([1, 1]);
    await Promise.all([writer, connection, reader, deletions].map((one) => one.close()));
    await engine().returnDatabase(address);
  });
}
