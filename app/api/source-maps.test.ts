import { createContext, Script } from 'node:vm';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { priceInvocation } from '@/core/pricing/invocation';
import { openReader, openWriter } from '@/core/store/index';
import { applySourceMaps, listSourceMaps, spanStacks } from './_contract/source-maps';
import { openTestDatabase, type TestDatabase } from './_testing/database';
import { call } from './_testing/routes';
import { BEGIN, invocation, lambda } from './_testing/telemetry';
import { DELETE } from './v1/source-maps/[id]/route';
import { POST as apply } from './v1/source-maps/apply/route';
import { GET as list, POST as upload } from './v1/source-maps/route';
import { GET as stacksOf } from './v1/traces/[traceId]/spans/[spanId]/stacks/route';

const SOURCE = `
interface Card { readonly limit: number }

export function charge(card: Card, amount: number): number {
  if (amount > card.limit) {
    throw new RangeError('the card refuses');
  }
  return card.limit - amount;
}

charge({ limit: 3 }, 5);
`;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = '00f067aa0ba902b7';

let database: TestDatabase;
const made = { map: '', stack: '', functionId: '' };

/** The stack of the minified code, as Node writes it where it runs. */
function stackOf(code: string): string {
  try {
    new Script(code, { filename: '/var/task/index.js' }).runInContext(createContext({ exports: {} }));
  } catch (error) {
    return String((error as Error).stack);
  }
  throw new Error('it did not fail');
}

beforeAll(async () => {
  database = await openTestDatabase(
    {},
    (databaseFile) => openReader({ databaseFile }),
    () => BEGIN + 60_000,
  );
  const options = {
    loader: 'ts',
    minify: true,
    format: 'iife',
    sourcemap: true,
    sourcefile: '../src/charge.ts',
  } as const;
  const built = await transform(SOURCE, options);
  made.map = built.map;
  made.stack = stackOf(built.code);
  const writer = await openWriter({ databaseFile: database.file }, { price: priceInvocation });
  const failed = invocation({
    id: SPAN,
    trace: TRACE,
    resource: lambda('shop', 'production'),
    from: 0,
    to: 9,
    status: 'error',
  });
  const attributes = {
    'exception.type': 'RangeError',
    'exception.message': 'the card refuses',
    'exception.stacktrace': made.stack,
  };
  await writer.write({
    spans: [{ ...failed, events: [{ name: 'exception', timeNs: failed.endNs, attributes }] }],
    logs: [],
  });
  await writer.close();
  const range = { fromMs: BEGIN - 60_000, toMs: BEGIN + 60_000 };
  const functions = await database.services.reader.functions({ range, limit: 1 });
  made.functionId = functions.items[0]?.function.id ?? '';
});
afterAll(() => database.remove());

const post = (handle: typeof upload, body: unknown) => call(handle, { method: 'POST', body });
const ask = async () => {
  const { functionId, stack } = made;
  const { body } = await post(apply, { functionId, version: '7', stack });
  return applySourceMaps.answer.parse(body);
};

it('lead from minified code to the line that someone wrote, on errors and on spans', async () => {
  expect((await ask()).maps).toBe(0);
  const map = JSON.parse(made.map);
  const saved = await post(upload, { function: 'shop', version: '7', file: 'dist/index.js', map });
  expect(saved.status).toBe(201);

  const { lines, maps } = await ask();
  expect(maps).toBe(1);
  const mapped = lines.filter(({ original }) => original !== null);
  expect(mapped[0]).toMatchObject({
    kind: 'own',
    text: expect.stringContaining('/var/task/index.js:1:'),
    original: { file: 'src/charge.ts', line: 6, code: "throw new RangeError('the card refuses');" },
  });
  expect(mapped[1]?.original).toMatchObject({ line: 11, code: 'charge({ limit: 3 }, 5);' });

  const span = await call(stacksOf, { params: { traceId: TRACE, spanId: SPAN } });
  expect(spanStacks.answer.parse(span.body).items).toMatchObject([{ event: 0, maps: 1 }]);
  expect(JSON.stringify(span.body)).toContain('src/charge.ts');

  const other = await post(apply, { functionId: made.functionId, version: '8', stack: made.stack });
  expect(applySourceMaps.answer.parse(other.body)).toMatchObject({ maps: 0 });
});

it('are listed, deleted, and refused by name when they are none', async () => {
  const wrong = await post(upload, { function: 'shop', version: '7', file: 'a.js', map: { version: 3 } });
  expect(wrong.status).toBe(400);
  expect(JSON.stringify(wrong.body)).toContain('map.mappings');
  const { items } = listSourceMaps.answer.parse((await call(list, { query: '?function=shop' })).body);
  expect(items).toMatchObject([{ version: '7', file: 'dist/index.js' }]);
  const gone = await call(DELETE, { method: 'DELETE', params: { id: items[0]?.id ?? '' } });
  expect(gone.status).toBe(204);
  expect((await ask()).maps).toBe(0);
});
