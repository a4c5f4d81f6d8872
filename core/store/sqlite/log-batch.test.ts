import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../model/telemetry';
import { log, T0_NS, traceId } from '../contract/fixtures';
import { encodeBlock } from './block/encode';
import { openBlock } from './block/open';
import { newLogs } from './log-batch';

/** A store with one block, which is named as a candidate for every record. */
const holding = (...logs: readonly LogRecord[]) => ({
  blocksOfLog: () => [1],
  load: () => openBlock(encodeBlock({ spans: [], logs })),
});

describe('the log records of a batch', () => {
  test('are compared in full with those that are stored', () => {
    const stored = log({ body: 'paid', traceId: traceId(1), attributes: { order: 1 } });
    const others = [
      { ...stored, body: 'Paid' },
      { ...stored, attributes: { order: 2 } },
      { ...stored, timeNs: T0_NS + 1n },
      { ...stored, repeat: 1 },
      { ...stored, traceId: null },
    ];
    const bodies = newLogs([{ ...stored }, ...others], holding(log({ body: 'other' }), stored));
    expect(bodies).toEqual(others);
  });

  test('are stored once, though they come twice', () => {
    const one = log({ body: 'once' });
    const again = { ...one, resource: { attributes: { ...one.resource.attributes } } };
    expect(newLogs([one, again, log({ body: 'twice', repeat: 0 })], holding())).toHaveLength(2);
  });

  test('that look alike are told apart by their content', () => {
    const alike = [1, 2, 3].map((order) => log({ body: 'paid', traceId: traceId(1), attributes: { order } }));
    expect(newLogs([...alike, ...alike], holding())).toEqual(alike);
  });

  test('that have no time of their own are found among records of any time, but only those without', () => {
    const untimed = log({ body: 'untimed', timeIsReceipt: true });
    const later = { ...untimed, timeNs: T0_NS + 5n };
    expect(newLogs([later], holding(untimed))).toEqual([]);
    expect(newLogs([later], holding(log({ body: 'untimed' })))).toEqual([later]);
  });
});
