import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { LambdaSandbox } from '../testing/lambda-sandbox';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimesFolder } from '../testing/runtimes';
import { slowest } from './tell-modules';
import { watchLoads } from './watch-loads';

const BUSY = 'const until = performance.now() + 5; while (performance.now() < until);';

describe('loads of modules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-modules-'));
  const load = createRequire(join(folder, 'index.cjs'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are told with what loaded them, and no more once it has stopped', () => {
    writeFileSync(join(folder, 'inner.cjs'), BUSY);
    writeFileSync(join(folder, 'outer.cjs'), `require('./inner.cjs'); require('node:os'); ${BUSY}`);
    const watch = watchLoads();
    load('./outer.cjs');
    expect(() => load('./absent.cjs')).toThrow('absent.cjs');
    load('./inner.cjs');
    const loads = watch.stop();
    expect(loads.map(({ name, by }) => [name, by])).toEqual([
      ['outer.cjs', undefined],
      ['inner.cjs', 0],
      ['absent.cjs', undefined],
      ['inner.cjs', undefined],
    ]);
    const [outer, inner] = loads;
    expect((outer?.ended ?? 0) - (outer?.began ?? 0)).toBeGreaterThan(
      (inner?.ended ?? 0) - (inner?.began ?? 0),
    );
    load('./outer.cjs');
    expect(watch.stop()).toEqual([]);
  });

  it('are told up to a number, the slowest, each with what loaded it', () => {
    const loads = Array.from({ length: 40 }, (_, index) => ({
      name: `m${index}`,
      began: 0,
      ended: index === 0 ? 100 : index,
      by: index === 0 ? undefined : 0,
    }));
    expect(slowest(loads)).toEqual([0, ...Array.from({ length: 14 }, (_, index) => 26 + index)]);
    expect(slowest([{ name: 'quick', began: 0, ended: 0.9, by: undefined }])).toEqual([]);
  });
});

describe('on the runtime client of AWS Lambda', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let sandbox: LambdaSandbox | undefined;
  beforeAll(async () => {
    await runtimesFolder();
    functions = await functionFolder();
    functions.write('slow.js', `${BUSY} module.exports = 'slow';`);
    functions.write(
      'index.js',
      `const { wrap } = require('@faaslens/instrumentation/aws-lambda');
       const slow = require('./slow.js');
       exports.handler = wrap(async () => slow);`,
    );
  });
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await sandbox?.close();
    await receiver.close();
  });
  afterAll(() => functions.discard());

  it('a cold start has its init with the slowest modules below it, and a warm one has none', async () => {
    sandbox = await LambdaSandbox.start({
      folder: functions.path,
      handler: 'index.handler',
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        NODE_OPTIONS: '--require @faaslens/instrumentation/modules',
      },
    });
    for (let call = 0; call < 2; call++) {
      expect(JSON.parse((await sandbox.invoke({})).body)).toBe('slow');
      await sandbox.frozen();
    }
    const spans = receiver.spans();
    const named = (name: string) => spans.filter((span) => span.name === name);
    const [root] = named('checkout');
    const [init, ...more] = named('init');
    const [load] = named('load slow.js');
    expect(more).toEqual([]);
    expect(init?.parentSpanId).toBe(root?.spanId);
    expect(init?.attributes).toMatchObject({ 'faas.coldstart': true });
    const ids = spans
      .filter(({ name }) => name === 'init' || name.startsWith('load '))
      .map(({ spanId }) => spanId);
    expect(ids).toContain(load?.parentSpanId);
    expect(sandbox.output).not.toContain('[faaslens]');
  });
});
