import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { memoryOfTree } from './memory.mjs';
import { startService } from './start-service.mjs';

const SPANS_A_REQUEST = 500;
const REQUESTS = 200;
const CONNECTIONS = 4;

/** Spans acknowledged per second over OTLP/HTTP JSON with gzip, against a server that only reads the body. */
export async function measureIngest() {
  const bodies = Array.from({ length: REQUESTS }, () => gzipSync(batch()));
  const bare = createServer((incoming, response) =>
    incoming.resume().once('end', () => response.end('{}')),
  ).listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const floor = await send(`http://127.0.0.1:${bare.address().port}`, bodies);
  bare.close();

  const service = await startService();
  try {
    const fresh = await send(service.otlp, bodies);
    const repeated = await send(service.otlp, bodies);
    const bytes = statSync(service.databaseFile).size + statSync(`${service.databaseFile}-wal`).size;
    const rss = memoryOfTree(service.pid).reduce((total, { rssMb }) => total + rssMb, 0);
    const spans = SPANS_A_REQUEST * REQUESTS;
    return [
      [
        `${spans} spans, ${SPANS_A_REQUEST} a request, ${CONNECTIONS} connections: spans/s`,
        rate(spans, fresh.ms),
      ],
      ['  acknowledged after: p50 / p99', `${fresh.p50.toFixed(0)} / ${fresh.p99.toFixed(0)} ms`],
      ['  the same sent again (all known): spans/s', rate(spans, repeated.ms)],
      ['  against a server that only reads', `${(fresh.ms / floor.ms).toFixed(1)} times its time`],
      ['  disk a span, with its write-ahead log', `${(bytes / spans).toFixed(0)} B`],
      ['  memory of all processes afterwards (RSS)', `${rss.toFixed(0)} MB`],
    ];
  } finally {
    await service.stop();
  }
}

async function send(url, bodies) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times = [];
  const queue = [...bodies];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let body = queue.pop(); body; body = queue.pop()) {
        const sentAt = performance.now();
        await post(agent, `${url}/v1/traces`, body);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const ms = performance.now() - started;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { ms, p50: times[Math.floor(times.length * 0.5)], p99: times[Math.floor(times.length * 0.99)] };
}

async function post(agent, url, body) {
  const outgoing = request(url, {
    agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': body.length,
    },
  });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`);
}

/** Invocations of five spans with twelve attributes each. */
function batch() {
  const spans = [];
  const attribute = (key, value) => ({ key, value: { stringValue: value } });
  for (let index = 0; index < SPANS_A_REQUEST / 5; index++) {
    const traceId = randomBytes(16).toString('hex');
    const rootId = randomBytes(8).toString('hex');
    const start = BigInt(Date.now() - Math.floor(Math.random() * 600_000)) * 1_000_000n;
    for (let part = 0; part < 5; part++) {
      spans.push({
        traceId,
        spanId: part === 0 ? rootId : randomBytes(8).toString('hex'),
        ...(part > 0 && { parentSpanId: rootId }),
        name: part === 0 ? `function-${index % 20}` : `GET /orders/${part}`,
        kind: part === 0 ? 2 : 3,
        startTimeUnixNano: String(start),
        endTimeUnixNano: String(start + BigInt(Math.floor(Math.random() * 300_000_000))),
        status: {},
        attributes: [
          ...(part === 0
            ? [attribute('faas.trigger', 'http'), attribute('faas.name', `function-${index % 20}`)]
            : []),
          ...Array.from({ length: 8 }, (_, key) => attribute(`app.key.${key}`, `value ${key}`)),
          attribute('user.id', traceId.slice(0, 12)),
          attribute('url.full', `https://api.example.org/orders/${Math.floor(Math.random() * 1e8)}`),
          attribute('request.id', randomBytes(16).toString('hex')),
        ],
      });
    }
  }
  return JSON.stringify({
    resourceSpans: [
      {
        resource: {
          attributes: [
            attribute('cloud.provider', 'aws'),
            attribute('cloud.region', 'eu-west-1'),
            attribute('faas.max_memory', '268435456'),
          ],
        },
        scopeSpans: [{ spans }],
      },
    ],
  });
}

/** Per second, from a number and its milliseconds. */
function rate(count, ms) {
  return Math.round((count / ms) * 1000).toLocaleString('en-US');
}
