import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FUNCTIONS = 'examples/aws-lambda';

const attributesOf = ({ attributes }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('the example functions', () => {
  let receiver;
  let spans;
  let env;
  const byName = (name) => spans.filter((span) => span.name === name);
  const invocationsOf = (name) =>
    spans.filter((span) => span.resource['faas.name'] === name && 'faas.invocation_id' in span.attributes);
  const run = async (file, event, ...options) => {
    const args = ['examples/run-lambda.mjs', `${FUNCTIONS}/${file}`, '--event', event, ...options];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env }).catch(
      (error) => error,
    );
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{"requestId"'))
      .map((line) => JSON.parse(line));
  };
  const sample = (name) => `${FUNCTIONS}/events/${name}.json`;

  beforeAll(() => {
    if (!existsSync(`${ROOT}/instrumentation/dist/aws-lambda.js`)) {
      execFileSync(process.execPath, ['instrumentation/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
    }
  });
  beforeEach(async () => {
    spans = [];
    receiver = createServer(async (request, response) => {
      const { resourceSpans = [] } = JSON.parse(await text(request));
      for (const { resource, scopeSpans } of resourceSpans) {
        for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
          spans.push({ ...span, attributes: attributesOf(span), resource: attributesOf(resource) });
        }
      }
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.address().port}` };
  });
  afterEach(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  it('answer one JSON line per invocation, the first one cold', async () => {
    const options = ['--times', '2', '--name', 'shop-checkout', '--memory', '256', '--region', 'us-east-1'];
    const answers = await run('checkout.mjs', sample('checkout'), ...options);
    expect(answers).toMatchObject([
      { ok: true, result: { statusCode: 201 } },
      { ok: true, result: { statusCode: 201 } },
    ]);
    const invocations = invocationsOf('shop-checkout');
    expect(invocations.map((span) => span.name)).toEqual(['/checkout', '/checkout']);
    expect(invocations.map((span) => span.attributes['faas.invocation_id'])).toEqual(
      answers.map((answer) => answer.requestId),
    );
    expect(invocations.map((span) => span.attributes['faas.coldstart'])).toEqual([true, false]);
    expect(invocations[0].resource).toMatchObject({
      'faas.name': 'shop-checkout',
      'faas.max_memory': String(256 * 1024 * 1024),
      'cloud.region': 'us-east-1',
    });
    for (const name of ['db.query', 'charge card']) {
      expect(byName(name)[0].parentSpanId).toBe(invocations[0].spanId);
    }
  });

  it('fail with a PaymentDeclinedError when the card is declined', async () => {
    const [answer] = await run('checkout.mjs', sample('checkout-declined'));
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('PaymentDeclinedError') });
    expect(invocationsOf('checkout')[0].attributes['error.type']).toBe('PaymentDeclinedError');
    expect(byName('charge card')[0].status.code).toBe(2);
  });

  it.each([
    ['thumbnail.mjs', 'thumbnail', 'datasource', 'resize', 'amd64'],
    ['digest.cjs', 'digest', 'timer', 'send mail', 'amd64'],
    ['orders-worker.mjs', 'orders-worker', 'pubsub', 'reserve stock', 'arm64'],
  ])('work behind their triggers: %s', async (file, name, trigger, child, arch) => {
    const [answer] = await run(file, sample(name), '--arch', arch === 'arm64' ? 'arm64' : 'x86_64');
    expect(answer.ok).toBe(true);
    const [invocation] = invocationsOf(name);
    expect(invocation.attributes['faas.trigger']).toBe(trigger);
    expect(invocation.resource['host.arch']).toBe(arch);
    expect(byName(child)[0].parentSpanId).toBe(invocation.spanId);
  });

  it('are stopped at their time limit, and the trace tells', async () => {
    const event = JSON.stringify({
      Records: [
        { eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: { key: 'huge.jpg', size: 1e12 } } },
      ],
    });
    const [answer] = await run('thumbnail.mjs', event, '--timeout-ms', '1000');
    expect(answer).toMatchObject({ ok: false, error: 'Task timed out after 1.00 seconds' });
    expect(invocationsOf('thumbnail')[0].attributes['error.type']).toBe('timeout');
    expect(byName('resize')[0].attributes['error.type']).toBe('timeout');
  });

  it('fill every kind of screen when the demo runs them, after what might have happened before', async () => {
    const demo = spawn(process.execPath, ['examples/demo.mjs', '--history-minutes', '6'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const startedMs = Date.now();
    let said = '';
    demo.stdout.on('data', (chunk) => {
      said += chunk;
    });
    await expect.poll(() => said, { timeout: 120_000 }).toContain('what happened before is sent');
    expect(said).toContain(env.OTEL_EXPORTER_OTLP_ENDPOINT);
    const isOfThePast = (span) => Number(span.startTimeUnixNano) / 1e6 < startedMs - 1000;
    const hasAll = (which) => {
      const invocations = (name) => invocationsOf(name).filter(which);
      return (
        ['thumbnail', 'digest'].every((name) => invocations(name).length > 0) &&
        invocations('orders-worker').some((worker) =>
          byName('orders send').some((sent) => sent.spanId === worker.links[0]?.spanId),
        )
      );
    };
    const isDone = () => hasAll(isOfThePast) && hasAll((span) => !isOfThePast(span));
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 100));
    demo.kill('SIGTERM');
    const [code] = await once(demo, 'exit');
    expect(code).toBe(0);
    expect(spans[0].resource['deployment.environment.name']).toBe('demo');

    const past = spans.filter(isOfThePast);
    expect(new Set(past.map(({ spanId }) => spanId)).size).toBe(past.length);
    expect(past.filter(({ name }) => name === 'orders send').length).toBeGreaterThan(20);
    // Nothing that a receiver would take for lost.
    const numbers = new Map();
    for (const { attributes } of past) {
      if (!('faaslens.sequence' in attributes)) continue;
      const { 'faaslens.instance': instance, 'faaslens.sequence': sequence } = attributes;
      numbers.set(instance, [...(numbers.get(instance) ?? []), Number(sequence)]);
    }
    expect(numbers.size).toBeGreaterThan(3);
    for (const ofInstance of numbers.values()) {
      const sorted = ofInstance.toSorted((a, b) => a - b);
      expect(sorted).toEqual(sorted.map((_, index) => index + 1));
    }
  }, 240_000);
});
