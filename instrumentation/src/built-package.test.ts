import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LAMBDA_ENV } from './testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from './testing/otlp-receiver';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
const API = realpathSync(fileURLToPath(new URL('../../node_modules/@opentelemetry/api', import.meta.url)));

const USE_API = `
const tracer = trace.getTracer('shop');
const work = (event) => tracer.startActiveSpan('child', async (span) => {
  console.log('hello from', event.from);
  span.end();
  return { from: event.from };
});`;
const INVOKE = `
const context = { functionName: 'checkout', awsRequestId: 'r1' };
const answer = (result) => process.send?.(result) ?? console.error(JSON.stringify(result));`;

const ESM = `
import { trace } from '@opentelemetry/api';
import { wrap } from '@faaslens/instrumentation/aws-lambda';
${USE_API}
export const handler = wrap(work);
${INVOKE}
handler({ from: 'esm' }, context).then(answer);`;

const CJS = `
const { trace } = require('@opentelemetry/api');
const { wrap } = require('@faaslens/instrumentation');
${USE_API}
exports.handler = wrap((event, context, callback) => { work(event).then((result) => callback(null, result), callback); });
${INVOKE}
exports.handler({ from: 'cjs' }, context, (error, result) => answer(result));`;

/** What npm installs, used by processes of their own. */
describe('the built package', () => {
  let receiver: OtlpReceiver;
  let folder: string;
  const built = join(mkdtempSync(join(tmpdir(), 'faaslens-built-')), 'instrumentation');
  const write = (name: string, code: string) => {
    writeFileSync(join(folder, name), code);
    return join(folder, name);
  };
  const run = async (file: string, env: Record<string, string> = {}) => {
    const { stderr } = await promisify(execFile)(process.execPath, [file], {
      env: { ...process.env, ...LAMBDA_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env },
      timeout: 60_000,
    });
    return stderr.trim();
  };
  const declarations = () =>
    readdirSync(join(built, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('register'))
      .map((file) => readFileSync(join(built, 'dist', file), 'utf8'));
  const link = (target: string, name: string) => {
    mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(target, join(folder, 'node_modules', name));
  };
  const expectTree = (from: string) => {
    const [root, child] = [...receiver.spans()].sort((a, b) => b.kind - a.kind);
    expect(root).toMatchObject({ name: 'checkout', attributes: { 'faas.coldstart': true } });
    expect(root?.attributes['faaslens.init_duration_ms']).toBeGreaterThan(5);
    expect(child).toMatchObject({ name: 'child', traceId: root?.traceId, parentSpanId: root?.spanId });
    expect(receiver.logs()[0]).toMatchObject({ body: `hello from ${from}`, spanId: child?.spanId });
  };

  beforeAll(() => {
    const build = [join(SOURCE, 'build.mjs'), '--outdir', join(built, 'dist')];
    execFileSync(process.execPath, build, { stdio: 'inherit' });
    copyFileSync(join(SOURCE, 'package.json'), join(built, 'package.json'));
  });
  afterAll(() => rmSync(join(built, '..'), { recursive: true }));
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    folder = mkdtempSync(join(tmpdir(), 'faaslens-package-'));
    // Copied, as npm does: a bundler looks for a linked package's peers beside its real place.
    cpSync(built, join(folder, 'node_modules/@faaslens/instrumentation'), { recursive: true });
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  it('declares its types for both module systems, without those of packages it does not need', () => {
    expect(readFileSync(join(built, 'dist', 'aws-lambda.d.ts'), 'utf8')).toContain("'./aws-lambda/wrap.js'");
    expect(readFileSync(join(built, 'dist', 'index.d.cts'), 'utf8')).toContain("'./aws-lambda.cjs'");
    for (const text of declarations()) expect(text).not.toContain('@opentelemetry');
  });

  it('declares no property under a name that its own code has shortened', () => {
    const names = Object.keys(JSON.parse(readFileSync(join(SOURCE, 'internal-names.json'), 'utf8')));
    const declared = new RegExp(`^\\s+(readonly )?(${names.join('|')})\\??[:(<]`, 'm');
    expect('    readonly telemetry: string;').toMatch(declared);
    for (const text of declarations()) expect(text).not.toMatch(declared);
  });

  it('works from an ES module', async () => {
    link(API, '@opentelemetry/api');
    expect(await run(write('index.mjs', ESM))).toBe('{"from":"esm"}');
    expectTree('esm');
  });

  it('works from CommonJS', async () => {
    link(API, '@opentelemetry/api');
    expect(await run(write('index.cjs', CJS))).toBe('{"from":"cjs"}');
    expectTree('cjs');
  });

  it.each([
    ['esm', 'index.mjs', ESM, 'out.mjs'],
    ['cjs', 'index.mjs', ESM, 'out.cjs'],
    ['cjs', 'index.cjs', CJS, 'out.cjs'],
  ] as const)(
    'works inside a %s bundle of %s, which takes one copy, the cheaper one to load',
    async (format, name, code, outfile) => {
      link(API, '@opentelemetry/api');
      const entryPoints = [write(name, code)];
      const options = { bundle: true, minify: true, platform: 'node', metafile: true } as const;
      const { warnings, metafile } = await build({
        ...options,
        format,
        entryPoints,
        outfile: join(folder, outfile),
      });
      expect(warnings).toEqual([]);
      const own = Object.keys(metafile.inputs).filter((file) => file.includes('@faaslens/instrumentation'));
      expect(own.filter((file) => file.endsWith('.cjs'))).toEqual([]);
      expect(own).not.toEqual([]);
      rmSync(join(folder, 'node_modules'), { recursive: true });
      const from = name === 'index.cjs' ? 'cjs' : 'esm';
      expect(await run(join(folder, outfile))).toBe(`{"from":"${from}"}`);
      expectTree(from);
    },
  );

  it.each(['esm', 'cjs'] as const)('needs no @opentelemetry/api, bundled as %s or not', async (format) => {
    const code = `
      import { wrap } from '@faaslens/instrumentation';
      const handler = wrap(async () => 'alone');
      handler({}, { functionName: 'checkout' }).then((result) => console.error(result));`;
    const file = write('index.mjs', code);
    expect(await run(file)).toBe('alone');
    const outfile = join(folder, format === 'esm' ? 'out.mjs' : 'out.cjs');
    await build({ bundle: true, platform: 'node', format, entryPoints: [file], outfile, logLevel: 'error' });
    expect(await run(outfile)).toBe('alone');
    expect(receiver.spans()).toHaveLength(2);
  });

  it('leaves the promises of a process alone in which one invocation runs at a time', async () => {
    const file = write(
      'index.mjs',
      `
      import { executionAsyncId } from 'node:async_hooks';
      import { wrap } from '@faaslens/instrumentation';
      const handler = wrap(async () => {
        const before = executionAsyncId();
        await null;
        return executionAsyncId() === before;
      });
      await handler({}, {});
      console.error(await handler({}, {}));`,
    );
    expect(await run(file)).toBe('true');
    // What the question is worth: Node.js numbers promises only while somebody follows them, as it did until 24.
    const major = Number.parseInt(process.versions.node, 10);
    expect(await run(file, { AWS_LAMBDA_MAX_CONCURRENCY: '2' })).toBe(String(major >= 24));
  });

  it('ends and sends a callback handler that never answers when nothing is left to do', async () => {
    const code = `
      import { wrap } from '@faaslens/instrumentation';
      const silent = wrap((event, context, callback) => { setTimeout(() => {}, 30); });
      silent({}, { functionName: 'silent' }, () => {});`;
    await run(write('index.mjs', code));
    const [span] = receiver.spans();
    expect(span?.name).toBe('silent');
    expect(span?.status).toBeUndefined();
    expect(Number(BigInt(span?.endTimeUnixNano ?? 0) - BigInt(span?.startTimeUnixNano ?? 0))).toBeGreaterThan(
      29e6,
    );
  });

  it('loads nothing of @opentelemetry/api unless the function does', async () => {
    link(API, '@opentelemetry/api');
    const code = `
      import { createRequire } from 'node:module';
      import { wrap } from '@faaslens/instrumentation';
      await wrap(async () => 'ok')({}, {});
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('opentelemetry'));
      const { trace } = await import('@opentelemetry/api');
      await wrap(async () => trace.getTracer('late').startSpan('late child').end())({}, {});
      console.error(loaded.length);`;
    expect(await run(write('index.mjs', code))).toBe('0');
    expect(receiver.spans().map((span) => span.name)).toContain('late child');
  });
});
