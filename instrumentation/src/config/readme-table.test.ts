import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPayloads } from '../payload/payload-config';
import { readConfig } from './config';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The names of one cell of the table: `A`, `_B` behind it, `A_{B,C}_D`, and of each its form for one signal. */
function namesIn(cell: string): readonly string[] {
  const written = [...cell.matchAll(/`([A-Z_{},]+)`/g)].map(([, name = '']) => name);
  const whole = written.map((name) => (name.startsWith('_') ? `${written[0]}${name}` : name));
  const names = whole.flatMap((name) => {
    const [, before, parts = '', after] = /^(\w+)\{([\w,]+)\}(\w+)$/.exec(name) ?? [];
    return before === undefined ? [name] : parts.split(',').map((part) => before + part + after);
  });
  if (!cell.includes('per signal')) return names;
  return names.flatMap((name) => [
    name,
    ...['TRACES', 'LOGS'].map((signal) => name.replace('OTLP_', `OTLP_${signal}_`)),
  ]);
}

/** Limits may be named with `SPAN_` or without it. */
const plain = (names: Iterable<string>) =>
  [...new Set([...names].map((name) => name.replace('_SPAN_', '_')))].sort();

it('the README lists just the variables that are read', () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        read.add(String(name));
        // Only this one has a further variable.
        return name === 'OTEL_TRACES_SAMPLER' ? 'traceidratio' : undefined;
      },
    },
  );
  readConfig(env);
  readPayloads(env, () => undefined);
  const [, table = ''] = /^## Environment$([\s\S]*?)^## /m.exec(README) ?? [];
  const listed = [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) => namesIn(cell));
  expect(listed).toContain('OTEL_EXPORTER_OTLP_TRACES_HEADERS');
  expect(plain(listed)).toEqual(plain(read));
});
