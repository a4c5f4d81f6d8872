import { afterEach, expect, it, vi } from 'vitest';
import { extra } from './extras';
import { provideExtra } from './provided-extras';

const loaded = vi.hoisted(() => [] as string[]);
vi.mock('./host/node', async (original) => ({
  ...(await original<object>()),
  loadOwn: (path: string) => loaded.push(path),
}));

afterEach(() => Reflect.deleteProperty(globalThis, Symbol.for('faaslens.extras.1')));

it('a part that is nowhere is named with the import that brings it', () => {
  const warnings: string[] = [];
  expect(extra('payloads', (message) => warnings.push(message))).toBeUndefined();
  expect(loaded).toEqual(['@faaslens/instrumentation/payloads']);
  expect(warnings).toEqual([expect.stringContaining("import '@faaslens/instrumentation/payloads'")]);
});

it('a part that was imported is used as it is', () => {
  const payloads = () => () => ({});
  provideExtra({ payloads });
  expect(extra('payloads', () => {})).toBe(payloads);
});
