import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { BlockContent } from './block';
import { encodeBlock } from './encode';
import { AT } from './layout';
import { openBlock } from './open';

const file = (name: string): Buffer => readFileSync(new URL(`./testdata/${name}`, import.meta.url));

/** The content of the fixtures; its times are decimal strings there. */
function fixtureContent(): BlockContent {
  return JSON.parse(file('block-v1.json').toString(), (key, value) =>
    ['startNs', 'endNs', 'timeNs'].includes(key) ? BigInt(value) : value,
  );
}

const contentOf = (bytes: Uint8Array): BlockContent => {
  const block = openBlock(bytes);
  return {
    spans: Array.from({ length: block.spanCount }, (_, i) => block.spanAt(i)),
    logs: Array.from({ length: block.logCount }, (_, i) => block.logAt(i)),
  };
};

describe('format version 1, which databases hold: a change of it needs a new version and new fixtures', () => {
  // In the first two each text is told by the number of its template, as nothing is written any more.
  test.each(['block-v1-stored.bin', 'block-v1-deflated.bin', 'block-v1-unused.bin'])(
    '%s is read as its JSON says',
    (name) => {
      const content = contentOf(file(name));
      expect(content).toEqual(fixtureContent());
      expect(isDeepStrictEqual(content, fixtureContent())).toBe(true);
    },
  );

  test('the same content is written as the same bytes', () => {
    const bytes = encodeBlock(fixtureContent(), { compress: false });
    expect(Buffer.from(bytes).equals(file('block-v1-unused.bin'))).toBe(true);
  });

  test('text with a lone surrogate is read from UTF-16', () => {
    expect(openBlock(file('block-v1-utf16.bin')).logAt(0).body).toBe('half \ud83d a pair');
  });
});

describe('damage is refused', () => {
  const small = (compress: boolean): Buffer => {
    const { spans, logs } = fixtureContent();
    return Buffer.from(encodeBlock({ spans: spans.slice(0, 1), logs: logs.slice(0, 1) }, { compress }));
  };

  test.each([true, false])('every changed bit and byte (compressed: %s)', (compress) => {
    const bytes = small(compress);
    for (let at = 0; at < bytes.length; at += 1)
      for (const change of [1, 16, 128, 255]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect(() => openBlock(changed), `byte ${at} ^ ${change}`).toThrow(REFUSED);
      }
  });

  test.each([true, false])('every truncation, and bytes behind the end (compressed: %s)', (compress) => {
    const bytes = small(compress);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => openBlock(bytes.subarray(0, length)), `${length} bytes`).toThrow(REFUSED);
    expect(() => openBlock(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(REFUSED);
  });

  test('the message names what does not fit', () => {
    const bytes = small(true);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1;
    expect(() => openBlock(changed)).toThrow(/damaged: its checksum does not fit/);
    expect(() => openBlock(bytes.subarray(0, -1))).toThrow(/damaged: its length/);
    const newer = Buffer.from(bytes);
    newer[AT.version] = 2;
    expect(() => openBlock(newer)).toThrow(/format version 2, written by a newer Faaslens/);
  });
});

/** What every refusal says, with the code that edges answer by. */
const REFUSED = expect.objectContaining({
  code: 'unavailable',
  message: expect.stringMatching(/^A block of telemetry is (damaged: |in format version )/),
});

test('trace ids are read without inflating the rest', () => {
  const content = fixtureContent();
  const bytes = Buffer.from(encodeBlock(content));
  bytes.fill(0xff, bytes.length - bytes.readUInt32LE(AT.packedLength));
  bytes.writeUInt32LE(crc32(bytes.subarray(AT.flags)), AT.checksum);
  const block = openBlock(bytes);
  const traces = [...content.spans, ...content.logs].flatMap(({ traceId }) => traceId ?? []);
  expect(block.traceIds()).toEqual([...new Set(traces)]);
  expect(block.spansOf('0'.repeat(32))).toEqual([]);
  expect(() => block.spanAt(0)).toThrow(/damaged: its compressed part/);
});

test('equal resources of different blocks are one object where the reader says so', () => {
  const bytes = encodeBlock(fixtureContent());
  const made = new Map<string, { attributes: Record<string, string> }>();
  const intern = (json: string) => {
    const known = made.get(json) ?? { attributes: JSON.parse(json) };
    made.set(json, known);
    return known;
  };
  const [one, other] = [openBlock(bytes, { intern }), openBlock(bytes, { intern })];
  expect(one.spanAt(0).resource).toBe(other.spanAt(1).resource);
  expect(one.logAt(0).resource).toBe(one.spanAt(0).resource);
  expect(one.resources()).toHaveLength(2);
});

test('an index beyond the records is a mistake of the caller', () => {
  const block = openBlock(encodeBlock({ spans: [], logs: [] }));
  expect(() => block.spanAt(0)).toThrow(RangeError);
  expect(() => block.logAt(-1)).toThrow(RangeError);
  expect(block.traceIds()).toEqual([]);
});

test.each([
  ['an id that is not hex', { spanId: 'not hex at all!!' }],
  ['an id of another length', { spanId: '12' }],
  ['a time before 1970', { startNs: -1n }],
  ['a time that signed 64 bits cannot hold', { endNs: 2n ** 63n }],
])('%s is not written', (_, wrong) => {
  const spans = fixtureContent().spans.map((span) => ({ ...span, ...wrong }));
  expect(() => encodeBlock({ spans, logs: [] })).toThrow(RangeError);
});
