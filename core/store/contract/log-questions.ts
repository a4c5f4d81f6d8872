import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { LogFilters, LogRow, LogsQuery, TelemetryReader } from '../store';
import {
  batch,
  DAY,
  lambda,
  log,
  MS,
  type OpenEmptyStore,
  runsOf,
  T0_MS,
  T0_NS,
  withStore,
} from './fixtures';

const MINUTE = 60_000;
const SEVERITIES = [0, 1, 5, 9, 12, 13, 17, 21, 24];

/** Reads what arrives after the cursor until there is enough: an engine may return it a little later. */
async function arrivalsUntil(
  reader: TelemetryReader,
  after: string,
  limit: number,
  isEnough: (told: readonly LogRow[]) => boolean,
  filters: LogFilters = {},
): Promise<readonly LogRow[]> {
  const told: LogRow[] = [];
  let cursor = after;
  await vi.waitFor(
    async () => {
      const answer = await reader.logArrivals({ after: cursor, limit, ...filters });
      told.push(...answer.items);
      ({ cursor } = answer);
      expect(isEnough(told)).toBe(true);
    },
    { timeout: 20_000, interval: 20 },
  );
  const rest = await reader.logArrivals({ after: cursor, limit, ...filters });
  expect(rest.items).toEqual([]);
  return told;
}

export function logQuestionsContract(open: OpenEmptyStore): void {
  test('records are found by their attributes as they read, by service and by highest severity', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(
        batch(
          [],
          [
            log({ body: 'text', attributes: { 'order.id': '42', ok: true }, severity: 13 }),
            log({ body: 'number', attributes: { 'order.id': 42 }, severity: 0 }),
            log({ body: 'list', attributes: { 'order.id': ['42'] }, severity: 17 }),
            log({ body: 'none', resource: lambda('pay') }),
          ],
        ),
      );
      const found = async (query: Partial<LogsQuery>) =>
        (await reader.logs({ range: DAY, limit: 10, ...query })).items.map(({ body }) => body).sort();
      const order = { key: 'order.id', value: '42' };
      expect(await found({ attributes: [order] })).toEqual(['number', 'text']);
      expect(await found({ attributes: [order, { key: 'ok', value: 'true' }] })).toEqual(['text']);
      expect(await found({ attributes: [{ key: 'order.id', value: '4' }] })).toEqual([]);
      expect(await found({ attributes: [{ key: 'service.name', value: 'pay' }] })).toEqual(['none']);
      expect(await found({ maxSeverity: 0 })).toEqual(['number']);
      expect(await found({ minSeverity: 9, maxSeverity: 16 })).toEqual(['none', 'text']);
    }));

  test('counts by step and severity are those of the list, whatever it is narrowed to', () =>
    withStore(open, async ({ writer, reader }) => {
      const record = fc.record({
        minute: fc.integer({ min: 0, max: 30 }),
        severity: fc.constantFrom(...SEVERITIES),
        word: fc.constantFrom('paid', 'declined'),
      });
      let nonce = 0n;
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 40 }), async (records) => {
          await writer.write(
            batch(
              [],
              records.map(({ minute, severity, word }) => {
                nonce += 1n;
                return log({
                  body: `card ${word}`,
                  severity,
                  timeNs: T0_NS + BigInt(minute * MINUTE) * MS + nonce,
                });
              }),
            ),
          );
          const range = { fromMs: T0_MS + 3 * MINUTE, toMs: T0_MS + 27 * MINUTE };
          const query = { range, q: 'declined', minSeverity: 5 };
          const { items } = await reader.logs({ ...query, limit: 10_000 });
          const { steps, counts, exact, lookedAt, candidates } = await reader.logCounts({
            ...query,
            stepMs: 5 * MINUTE,
          });
          expect(exact).toBe(true);
          expect(lookedAt).toBe(candidates);
          expect(counts.reduce((sum, number) => sum + number, 0)).toBe(items.length);
          expect(steps.map(({ start }) => start)).toEqual(
            [0, 1, 2, 3, 4, 5].map((n) => T0_MS + n * 5 * MINUTE),
          );
          for (const { start, counts: ofStep } of steps) {
            const inside = items.filter(({ time }) => time >= start && time < start + 5 * MINUTE);
            const numbers = [0, 1, 2, 3, 4, 5, 6].map(
              (at) => inside.filter(({ severity }) => Math.ceil(severity / 4) === at).length,
            );
            expect(ofStep).toEqual(numbers);
          }
        }),
        runsOf(open, 15),
      );
    }));

  test('without the time to look at all, counts say so and come near the truth', () =>
    withStore(open, async ({ writer, reader }) => {
      for (let part = 0; part < 80; part += 1) {
        const records = Array.from({ length: 50 }, (_, index) =>
          log({
            body: `line ${part} ${index}`,
            severity: index % 5 === 0 ? 17 : 9,
            timeNs: T0_NS + BigInt(part * MINUTE + index * 1000) * MS,
          }),
        );
        await writer.write(batch([], records));
      }
      const range = { fromMs: T0_MS, toMs: T0_MS + 80 * MINUTE };
      const { counts, exact, lookedAt, candidates, steps } = await reader.logCounts({
        range,
        stepMs: MINUTE,
        budgetMs: 0,
      });
      // An engine that finishes within the budget may be exact.
      if (exact) expect(counts.slice(3, 6)).toEqual([3200, 0, 800]);
      else expect(lookedAt).toBeLessThan(4000);
      expect(candidates).toBe(4000);
      expect(counts[5]).toBeCloseTo(800, -1);
      expect(counts[3]).toBeCloseTo(3200, -1);
      for (const step of steps) expect(step.counts[3]).toBeCloseTo(40, -1);
      const everywhere = await reader.logCounts({ range, stepMs: MINUTE, budgetMs: 0, q: 'line' });
      expect(everywhere.candidates).toBe(4000);
      expect(everywhere.counts[3]).toBeCloseTo(3200, -1);
      await expect(reader.logCounts({ range, stepMs: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
    }));

  test('what arrives is told once, in pieces, however late it is and whatever is tidied meanwhile', () =>
    withStore(open, async ({ writer, reader }) => {
      await writer.write(batch([], [log({ body: 'before' })]));
      const turns = open.isSlow ? 50 : 120;
      let { cursor } = await reader.logArrivals({ after: null, limit: 10 });
      const sent: string[] = [];
      const told = new Map<string, string>();
      for (let turn = 0; turn < turns; turn += 1) {
        const bodies = [`now ${turn}`, `late ${turn}`];
        await writer.write(
          batch(
            [],
            bodies.map((body, index) =>
              log({ body, timeNs: T0_NS + BigInt(index === 0 ? turn * 1000 : -turn * 1000) * MS }),
            ),
          ),
        );
        sent.push(...bodies);
        if (turn % 40 === 7) while (await writer.tidy(1000));
        if (turn % 9 !== 0) continue;
        for (let more = true; more; ) {
          const answer = await reader.logArrivals({ after: cursor, limit: 3 });
          for (const { id, body } of answer.items) told.set(id, body);
          ({ cursor, more } = answer);
        }
      }
      const news = () => [...told.values()].filter((body) => body !== 'before');
      await arrivalsUntil(reader, cursor, 1000, (last) => {
        for (const { id, body } of last) told.set(id, body);
        return news().length >= sent.length;
      });
      expect(news().sort()).toEqual(sent.sort());
      await expect(reader.logArrivals({ after: 'x', limit: 1 })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }));

  test('what arrives can be narrowed like the list', () =>
    withStore(open, async ({ writer, reader }) => {
      const { cursor } = await reader.logArrivals({ after: null, limit: 10 });
      const bodies = ['card declined', 'card paid'];
      await writer.write(
        batch(
          [],
          bodies.map((body) => log({ body })),
        ),
      );
      const asked = { q: 'declined' };
      const items = await arrivalsUntil(reader, cursor, 10, (told) => told.length > 0, asked);
      expect(items).toEqual((await reader.logs({ range: DAY, limit: 10, ...asked })).items);
      expect(items).toHaveLength(1);
    }));

  test('lines of one millisecond arrive in the order of their nanoseconds, in one answer or in pieces', () =>
    withStore(open, async ({ writer, reader }) => {
      const { cursor } = await reader.logArrivals({ after: null, limit: 10 });
      const bodies = Array.from({ length: 40 }, (_, index) => `line ${index}`);
      const lines = bodies.map((body, index) => log({ body, timeNs: T0_NS + BigInt(index) }));
      await writer.write(batch([], lines));
      for (const limit of [100, 7]) {
        const items = await arrivalsUntil(reader, cursor, limit, (told) => told.length >= bodies.length);
        expect(items.map(({ body }) => body)).toEqual(bodies);
      }
    }));
}
