import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHANNEL_KINDS, channelKindOf } from './registry';
import { VENDOR_SHAPES } from './testing/vendor-shapes';

const DOCUMENT = readFileSync(new URL('../../../docs/alert-channels.md', import.meta.url), 'utf8');

it.each(CHANNEL_KINDS)(
  '$kind has what forms, API and documents derive from',
  ({ kind, title, about, fields, settings }) => {
    expect(kind).toMatch(/^[a-z-]+$/);
    expect(about).not.toBe('');
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(settings.shape));
    for (const { help } of fields) expect(help).not.toBe('');
    const block = DOCUMENT.split('\n## ').find((part) => part.startsWith(`${title}\n`)) ?? '';
    for (const { label } of fields)
      expect(block, `docs/alert-channels.md on ${title}`).toContain(`**${label}**`);
    if (kind !== 'email') expect(Object.keys(VENDOR_SHAPES)).toContain(kind);
  },
);

it('every kind has a name of its own', () => {
  expect(new Set(CHANNEL_KINDS.map(({ kind }) => kind)).size).toBe(CHANNEL_KINDS.length);
});

it('a kind that this version does not know is refused by name', () => {
  expect(() => channelKindOf('pigeon')).toThrow(/^type: pigeon is not one of webhook, slack/);
});
