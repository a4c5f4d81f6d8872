// A trace of many spans as OTLP/JSON, the same for every call with the same options: API calls fan out to workers, each
// with queries, calls, retries and now and then an error. Shared by e2e/ and bench/.
const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

/**
 * @param {{spans: number, traceId: string, startMs: number}} options `traceId`: 32 lower-case hex digits
 * @returns {{resourceSpans: object[]}[]} requests of at most 2,000 spans, to be posted to /v1/traces
 */
export function bigTrace({ spans, traceId, startMs }) {
  const random = sequence(7);
  const services = new Map();
  let made = 0;
  const add = (service, span) => {
    made += 1;
    const spanId = made.toString(16).padStart(16, '0');
    const list = services.get(service) ?? [];
    services.set(service, list);
    list.push(toOtlp({ traceId, spanId, startMs, ...span }));
    return spanId;
  };

  const root = add('gateway', {
    name: 'POST /orders/batch',
    kind: 'server',
    from: 0,
    length: 4000,
    attributes: { 'faas.trigger': 'http', 'faas.invocation_id': 'batch-1', 'faas.coldstart': true },
  });
  for (let worker = 0; made < spans; worker++) {
    const from = 20 + (worker % 40) * 90 + random() * 30;
    const length = 60 + random() * 200;
    const call = add('gateway', {
      parent: root,
      name: 'invoke worker',
      kind: 'client',
      from,
      length: length + 8,
    });
    const handler = add('worker', {
      parent: call,
      name: 'order-worker',
      kind: 'server',
      from: from + 4,
      length,
      attributes: {
        'faas.trigger': 'other',
        'faas.invocation_id': `work-${worker}`,
        'faas.coldstart': worker % 9 === 0,
      },
    });
    for (let step = 0; step < 24 && made < spans; step++) {
      const at = from + 5 + (step * (length - 10)) / 24;
      const failed = random() < 0.02;
      const query = add('worker', {
        parent: handler,
        name: QUERIES[step % QUERIES.length],
        kind: 'client',
        from: at,
        length: 1 + random() * 12,
        failed,
        attributes: {
          'db.system.name': 'postgresql',
          'db.query.text': `SELECT * FROM orders WHERE id = ${made} AND tenant = 'tenant-${worker % 20}'`,
          'server.address': `db-${worker % 4}.internal`,
        },
      });
      if (step % 6 === 0 && made < spans)
        add('worker', { parent: query, name: 'serialize', kind: 'internal', from: at + 0.1, length: 0.6 });
    }
  }
  return [...services].flatMap(([service, list]) =>
    chunks(list, 2000).map((some) => ({
      resourceSpans: [
        {
          resource: {
            attributes: attributesOf({
              'service.name': service,
              'faas.name': service,
              'cloud.provider': 'aws',
              'cloud.platform': 'aws_lambda',
              'cloud.region': 'eu-west-1',
              'faas.max_memory': 536870912,
              'deployment.environment.name': 'production',
            }),
          },
          scopeSpans: [{ scope: { name: 'big-trace', version: '1' }, spans: some }],
        },
      ],
    })),
  );
}

const QUERIES = [
  'SELECT orders',
  'GET api.stripe.com',
  'dynamodb GetItem',
  'PutObject receipts',
  'UPDATE stock',
];

function toOtlp({
  traceId,
  spanId,
  parent,
  name,
  kind,
  startMs,
  from,
  length,
  failed = false,
  attributes = {},
}) {
  const start = BigInt(startMs) * 1_000_000n + BigInt(Math.round(from * 1e6));
  return {
    traceId,
    spanId,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(Math.round(length * 1e6))),
    attributes: attributesOf(attributes),
    status: failed ? { code: 2, message: 'deadlock detected' } : {},
  };
}

function attributesOf(attributes) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: String(value) },
  }));
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** Numbers from 0 to 1 that are the same for every run (mulberry32). */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
