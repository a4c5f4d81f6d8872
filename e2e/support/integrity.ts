import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { api, type List } from './api';
import type { Ledger } from './ledger';
import type { Service } from './service';

const RANGE = 'from=now-1h&to=now';

export function expectIntact(databaseFile: string): void {
  const db = new Database(databaseFile, { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
}

/** Those of the traces that an intact file does not hold. */
export function missingTraces(databaseFile: string, traceIds: readonly string[]): readonly string[] {
  expectIntact(databaseFile);
  const db = new Database(databaseFile, { readonly: true });
  const stored = new Set(db.prepare<[], string>('SELECT lower(hex(trace_id)) FROM trace').pluck().all());
  db.close();
  return traceIds.filter((id) => !stored.has(id));
}

/** Compares lists and totals with the ledger: acknowledged <= stored <= sent, each once and whole. */
export async function expectNothingLostOrTwice(service: Service, ledger: Ledger): Promise<void> {
  const sent = ledger.traces('sent');
  const traces = await everything<{ traceId: string; spanCount: number }>(service.url, 'traces');
  const stored = new Map(traces.map(({ traceId, spanCount }) => [traceId, spanCount]));
  expect(stored.size).toBe(traces.length);
  const broken = traces.filter(({ traceId, spanCount }) => sent.get(traceId)?.spans !== spanCount);
  expect(broken).toEqual([]);
  expect([...ledger.traces('acknowledged').keys()].filter((traceId) => !stored.has(traceId))).toEqual([]);

  const invocations = await everything<{ traceId: string }>(service.url, 'invocations');
  expect(invocations.map(({ traceId }) => traceId).sort()).toEqual([...stored.keys()].sort());
  const { totals } = await api<{ totals: { invocations: number; errors: number } }>(
    service.url,
    `/overview?${RANGE}`,
  );
  const failed = [...stored.keys()].filter((traceId) => sent.get(traceId)?.failed);
  expect(totals).toMatchObject({ invocations: stored.size, errors: failed.length });

  const lines = (await everything<{ body: string }>(service.url, 'logs')).map(({ body }) => body);
  const distinct = new Set(lines);
  expect(distinct.size).toBe(lines.length);
  expect([...ledger.lines('acknowledged')].filter((line) => !distinct.has(line))).toEqual([]);
  const known = ledger.lines('sent');
  expect(lines.filter((line) => !known.has(line))).toEqual([]);
}

async function everything<Item>(url: string, list: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: List<Item> = await api(
      url,
      `/${list}?${RANGE}&limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
