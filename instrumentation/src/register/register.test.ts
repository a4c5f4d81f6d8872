import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT } from '../testing/hold-answers';
import { LAMBDA_ENV } from '../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const run = promisify(execFile);

// Where the function's packages lie; its own files are in a temporary folder.
const FUNCTION_FOLDER = join(import.meta.dirname, '../../..');

const OWN_SPAN = `
const { trace } = require('@opentelemetry/api');
trace.getTracer('shop').startActiveSpan('charge card', (span) => span.end());`;

const INSTRUMENTATION = `
class FakeInstrumentation {
  constructor() { this.instrumentationName = 'fake'; }
  getConfig() { return { enabled: true }; }
  setTracerProvider(provider) { this.provider = provider; }
  setMeterProvider() {}
  setLoggerProvider() {}
  enable() {}
  disable() {}
}`;

interface Attributed {
  readonly attributes: readonly { key: string; value: Record<string, unknown> }[];
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: Attributed;
    readonly scopeSpans: readonly {
      readonly spans: readonly (Attributed & {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
      })[];
    }[];
  }[];
}

/** The SDK's exporter writes whole numbers as numbers, which the receiver of our own exporter's tests refuses. */
function readSpans(body: string) {
  const read = ({ attributes }: Attributed): Record<string, unknown> =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
  return (JSON.parse(body) as Exported).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, resource: read(resource), attributes: read(span) })),
    ),
  );
}

/** Real processes that load the module as functions do. */
describe('register', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-register-'));
  let receiver: OtlpReceiver;

  const bundle = async (entry: string, name: string) => {
    for (const [format, extension] of [
      ['esm', 'mjs'],
      ['cjs', 'cjs'],
    ] as const) {
      const { outputFiles } = await build({
        entryPoints: [join(import.meta.dirname, entry)],
        bundle: true,
        packages: 'external',
        platform: 'node',
        format,
        write: false,
      });
      // As build.mjs does.
      const text = outputFiles[0]?.text.replaceAll('BUNDLER_REQUIRE', 'require') ?? '';
      writeFileSync(join(folder, `${name}.${extension}`), text);
    }
  };
  beforeAll(async () => {
    await bundle('index.ts', 'register');
    await bundle('../aws-lambda.ts', 'aws-lambda');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.close());

  /** Answers what the process wrote to stderr. */
  const node = async (
    flags: string[],
    code: string,
    env: Record<string, string> = {},
    cwd = FUNCTION_FOLDER,
  ) => {
    const file = join(folder, 'app.cjs');
    const head = `const require_ = require('node:module').createRequire(process.cwd() + '/package.json');`;
    writeFileSync(file, `${head}\n${code.replaceAll("require('@", "require_('@")}`);
    const { stderr } = await run(process.execPath, [...flags, file], {
      cwd,
      env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env },
      timeout: 60_000,
    });
    return stderr;
  };
  const spans = () => receiver.requests.flatMap(({ body }) => readSpans(body));
  const spansByName = () => new Map(spans().map((span) => [span.name, span]));

  it.each([
    ['--import', 'register.mjs'],
    ['--require', 'register.cjs'],
  ])('starts the SDK by %s and sends its spans as the process ends', async (flag, file) => {
    expect(await node([flag, join(folder, file)], OWN_SPAN)).toBe('');
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/v1/traces']);
    expect(receiver.requests[0]?.headers['content-type']).toContain('application/json');
    expect(spansByName().get('charge card')?.resource).toMatchObject({
      'telemetry.sdk.name': 'opentelemetry',
    });
  });

  it('says which function it is, keeps secrets of the command line, and lets the variables win', async () => {
    await node(['--require', join(folder, 'register.cjs')], OWN_SPAN, {
      ...(LAMBDA_ENV as Record<string, string>),
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      OTEL_SERVICE_NAME: 'shop',
    });
    const resource = spansByName().get('charge card')?.resource;
    expect(resource).toMatchObject({
      'service.name': 'shop',
      'faas.name': 'checkout',
      'cloud.platform': 'aws_lambda',
      'deployment.environment.name': 'staging',
      'telemetry.sdk.name': 'opentelemetry',
    });
    expect(Object.keys(resource ?? {}).filter((key) => key.startsWith('process.command'))).toEqual([]);
  });

  it('makes wrap use the registered provider, whose spans arrive before the handler answers', async () => {
    const code = `
      const { wrap } = require('${join(folder, 'aws-lambda.cjs')}');
      const { trace } = require('@opentelemetry/api');
      const handler = wrap(async () => trace.getTracer('shop').startActiveSpan('charge card', (span) => span.end()));
      handler({}, { functionName: 'checkout', awsRequestId: 'r1' }).then(() => process.kill(process.pid, 'SIGKILL'));`;
    await node(['--require', join(folder, 'register.cjs')], code, LAMBDA_ENV as Record<string, string>).catch(
      () => {},
    );
    const byName = spansByName();
    const root = byName.get('checkout');
    expect(root?.resource).toMatchObject({ 'telemetry.sdk.name': 'opentelemetry', 'faas.name': 'checkout' });
    expect(root?.attributes).toMatchObject({ 'faas.invocation_id': 'r1' });
    expect(byName.get('charge card')).toMatchObject({ parentSpanId: root?.spanId, traceId: root?.traceId });
  });

  it('outlives the moments in which a Lambda function has nothing to do but to wait for its callback', async () => {
    const code = `
      const { wrap } = require('${join(folder, 'aws-lambda.cjs')}');
      const handler = wrap((event, context, callback) => setTimeout(() => callback(null, 'ok'), 5).unref());
      const invoke = (awsRequestId) => handler({}, { functionName: awsRequestId, awsRequestId }, () => {});
      invoke('idle');
      process.once('beforeExit', () => setTimeout(() => invoke('later'), 50));`;
    await node(['--require', join(folder, 'register.cjs')], code, {
      ...(LAMBDA_ENV as Record<string, string>),
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9',
      ...PATIENT,
    });
    expect([...spansByName().keys()]).toEqual(['idle', 'later']);
  });

  it('takes instrumentations from the environment, and goes on without one that is missing', async () => {
    const instrumentation = join(folder, 'instrumentation.cjs');
    writeFileSync(
      instrumentation,
      `${INSTRUMENTATION}\nexports.FakeInstrumentation = class extends FakeInstrumentation {
      setTracerProvider(provider) { setImmediate(() => provider.getTracer('fake').startSpan('by instrumentation').end()); }
    };`,
    );
    const stderr = await node(['--import', join(folder, 'register.mjs')], OWN_SPAN, {
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: `${instrumentation}, not-installed`,
    });
    expect(stderr).toContain(
      '@opentelemetry/instrumentation-not-installed cannot be loaded: Cannot find module',
    );
    expect([...spansByName().keys()].sort()).toEqual(['by instrumentation', 'charge card']);
  });

  it('takes instrumentations from code', async () => {
    const code = `${INSTRUMENTATION}
      const { addInstrumentations } = require('${join(folder, 'register.cjs')}');
      const added = new FakeInstrumentation();
      addInstrumentations(added);
      added.provider.getTracer('fake').startSpan('by instrumentation').end();`;
    expect(await node([], code)).toBe('');
    expect([...spansByName().keys()]).toEqual(['by instrumentation']);
  });

  it('starts once, however often and in whichever format it is loaded', async () => {
    const flags = ['--import', join(folder, 'register.mjs'), '--require', join(folder, 'register.cjs')];
    expect(await node(flags, OWN_SPAN)).toBe('');
    expect(spans()).toHaveLength(1);
  });

  it('sends what it has when it is told to end, and the process then ends by the signal', async () => {
    const code = `${OWN_SPAN}\nsetInterval(() => {}, 1000);\nsetTimeout(() => process.kill(process.pid, 'SIGTERM'), 50);`;
    await expect(node(['--require', join(folder, 'register.cjs')], code)).rejects.toMatchObject({
      signal: 'SIGTERM',
    });
    expect(spans()).toHaveLength(1);
  });

  it('leaves the function as it is when the SDK is not installed, and names what to install', async () => {
    const code = `process.stdout.write('done');`;
    const stderr = await node(['--require', join(folder, 'register.cjs')], code, {}, folder);
    expect(stderr).toMatch(/cannot be loaded.*npm install @opentelemetry\/api@1\.9 @opentelemetry\/sdk-node/);
  });

  it('does nothing when OTEL_SDK_DISABLED says so', async () => {
    expect(
      await node(['--require', join(folder, 'register.cjs')], OWN_SPAN, { OTEL_SDK_DISABLED: 'true' }),
    ).toBe('');
    expect(receiver.requests).toEqual([]);
  });

  it('works inside a bundle with everything it needs', async () => {
    const file = join(folder, 'function.ts');
    writeFileSync(
      file,
      `import './register.mjs';\nimport { trace } from '@opentelemetry/api';\ntrace.getTracer('shop').startSpan('bundled').end();`,
    );
    const outfile = join(folder, 'function.cjs');
    const nodePaths = [join(FUNCTION_FOLDER, 'node_modules')];
    await build({
      entryPoints: [file],
      outfile,
      bundle: true,
      platform: 'node',
      nodePaths,
      logLevel: 'error',
    });
    expect(/NodeSDK = class|class NodeSDK/.test(readFileSync(outfile, 'utf8'))).toBe(true);
    const env = { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    await run(process.execPath, [outfile], { cwd: folder, env });
    expect(spans().map(({ name }) => name)).toEqual(['bundled']);
  });
});
