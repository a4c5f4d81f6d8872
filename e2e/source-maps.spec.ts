import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { transform } from 'esbuild';
import { api, type List, until } from './support/api';
import { cli } from './support/cli';
import { expect, test } from './support/fixtures';
import { otlpAttributes, otlpTraces, post } from './support/send-traces';

const SOURCE = `
export function charge(limit: number, amount: number): number {
  if (amount > limit) throw new RangeError('the card refuses');
  return limit - amount;
}
charge(3, 5);
`;

/** The stack of the code, as Node writes it where it runs. */
function stackOf(code: string): string {
  try {
    new Script(code, { filename: '/var/task/index.js' }).runInContext(createContext({}));
  } catch (error) {
    return String((error as Error).stack);
  }
  throw new Error('it did not fail');
}

test('faaslens sourcemaps upload shows the stack of minified code in the code that someone wrote', async ({
  service,
  page,
}) => {
  const { code, map } = await transform(SOURCE, {
    loader: 'ts',
    minify: true,
    format: 'iife',
    sourcemap: true,
    sourcefile: '../src/charge.ts',
  });
  const now = Date.now() - 10_000;
  const exception = {
    name: 'exception',
    timeUnixNano: String(BigInt(now) * 1_000_000n),
    attributes: otlpAttributes({
      'exception.type': 'RangeError',
      'exception.message': 'the card refuses',
      'exception.stacktrace': stackOf(code),
    }),
  };
  await post(
    service,
    '/v1/traces',
    otlpTraces({ 'service.name': 'shop', 'faas.name': 'shop', 'faas.version': '7' }, now, [
      {
        traceId: 'ab'.repeat(16),
        spanId: 'cd'.repeat(8),
        name: 'shop',
        from: 0,
        to: 9,
        error: 'the card refuses',
        attributes: { 'faas.trigger': 'http' },
        events: [exception],
      },
    ]),
  );
  const errors = await until(
    () => api<List<{ fingerprint: string }>>(service.url, '/errors'),
    ({ items }) => items.length > 0,
  );
  const screen = `${service.url}/errors/${errors.items[0]?.fingerprint}`;
  await page.goto(screen);
  await expect(page.getByText('In generated code? Upload source maps')).toBeVisible();

  const folder = join(service.dataDir, 'dist');
  mkdirSync(folder);
  const file = join(folder, 'index.js.map');
  const of = ['--function', 'shop', '--version', '7'];
  expect(await cli(service, ['sourcemaps', 'upload', ...of, file])).toMatchObject({
    code: 1,
    output: expect.stringContaining('index.js.map cannot be read as a source map'),
  });
  expect(await cli(service, ['sourcemaps', 'upload', file])).toMatchObject({
    code: 1,
    output: expect.stringContaining('usage: faaslens sourcemaps upload'),
  });
  writeFileSync(file, map);
  expect(await cli(service, ['sourcemaps', 'upload', ...of, file])).toMatchObject({
    code: 0,
    output: expect.stringContaining('kB for shop 7'),
  });

  await page.reload();
  const stack = page.getByRole('region', { name: /stack|Own frames/i }).first();
  await expect(stack).toContainText('src/charge.ts:3');
  await expect(stack).toContainText("throw new RangeError('the card refuses')");
  await expect(page.getByText('Mapped by the source maps of version 7')).toBeVisible();
});
