import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../model/telemetry';
import { lambda, log, T0_NS } from '../../contract/fixtures';
import { logHash, sameLog } from './log-hash';

const record = log({
  body: 'paid',
  attributes: { a: 1, b: 'x' },
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
});

const others: [string, Partial<LogRecord>][] = [
  ['time', { timeNs: T0_NS + 1n }],
  ['number among equals', { repeat: 1 }],
  ['severity', { severity: 10 }],
  ['severity text', { severityText: 'info' }],
  ['body', { body: 'Paid' }],
  ['attribute', { attributes: { a: 2, b: 'x' } }],
  ['type of an attribute', { attributes: { a: '1', b: 'x' } }],
  ['order of attributes', { attributes: { b: 'x', a: 1 } }],
  ['nested attribute', { attributes: { a: 1, b: ['x'] } }],
  ['trace', { traceId: null }],
  ['span', { spanId: null }],
  ['resource', { resource: lambda('other') }],
  ['scope', { scope: { name: 'other', version: '', attributes: {} } }],
];

describe('the identity of a log record', () => {
  it.each(others)('tells records apart by their %s', (_, change) => {
    const other = { ...record, ...change };
    expect(sameLog(record, other)).toBe(false);
    expect(logHash(record)).not.toBe(logHash(other));
  });

  it('is the same for copies, for other orders of the resource, and for 0 left out', () => {
    const attributes = Object.fromEntries(Object.entries(record.resource.attributes).reverse());
    const copy = { ...structuredClone(record), resource: { attributes }, repeat: 0 };
    expect(sameLog(record, copy)).toBe(true);
    expect(logHash(record)).toBe(logHash(copy));
  });

  it('leaves out a time that nobody sent, and that alone', () => {
    const received = { ...record, timeIsReceipt: true };
    const again = { ...received, timeNs: T0_NS + 5n };
    expect(sameLog(received, again)).toBe(true);
    expect(logHash(received)).toBe(logHash(again));
    expect(sameLog(received, record)).toBe(false);
  });

  it('hashes values that JSON writes alike to the same number', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (attributes) => {
        const written: unknown = JSON.parse(JSON.stringify(attributes));
        const read = { ...record, attributes: written as LogRecord['attributes'] };
        const original = { ...record, attributes: attributes as LogRecord['attributes'] };
        expect(logHash(read)).toBe(logHash(original));
        expect(sameLog(read, original)).toBe(true);
      }),
    );
  });

  it('spreads over 64 bits', () => {
    const hashes = new Set<bigint>();
    for (let number = 0; number < 50_000; number += 1) {
      hashes.add(logHash({ ...record, body: `order ${number}` }));
    }
    expect(hashes.size).toBe(50_000);
    expect([...hashes].every((hash) => hash >= 0n && hash < 2n ** 64n)).toBe(true);
    expect(new Set([...hashes].map((hash) => hash >> 32n)).size).toBeGreaterThan(49_900);
    expect(new Set([...hashes].map((hash) => hash & 0xffff_ffffn)).size).toBeGreaterThan(49_900);
  });
});
