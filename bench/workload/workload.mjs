import { createRandom, createZipf } from './random.mjs';

export const FUNCTIONS = 200;
export const SPANS_AN_INVOCATION = 5;
const LOGS_AN_INVOCATION = 3;
/** Words of which each is in one of this many times a hundred log lines. */
const RARE_WORDS = 2_000;
const RARE_WORD_SHARE = 0.01;

const ERRORS = 0.01;
const COLD_STARTS = 0.02;
const TYPE_ERROR = 'TypeError';
const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1', 'ap-south-1'];
const SUBJECTS = ['orders', 'carts', 'payments', 'users', 'search', 'mail', 'stock', 'reports'];
const SERVER = { name: '@opentelemetry/instrumentation-aws-lambda', version: '0.75.0', attributes: {} };
const CLIENT = { name: '@opentelemetry/instrumentation-http', version: '0.223.0', attributes: {} };
const LOGGER = { name: 'pino', version: '10.4.0', attributes: {} };

/**
 * Invocations of 200 functions with Zipf shares, as spans and log records of the collector's model: 5 spans with 12
 * attributes each, of which request id, full URL and user id are unique, and 3 log lines of 5 templates. Starts lie
 * evenly from `startMs` on, `perSecond` invocations a second.
 */
export function createWorkload({ seed, startMs, perSecond }) {
  const random = createRandom(seed);
  const pick = createZipf(FUNCTIONS, 1.1, random.share);
  const functions = Array.from({ length: FUNCTIONS }, (_, number) => makeFunction(number));
  let made = 0;

  return {
    functions,
    next() {
      const one = functions[pick()];
      const startNs =
        BigInt(Math.round((startMs + (made++ * 1000) / perSecond) * 1e3 + random.below(1000))) * 1000n;
      return makeInvocation(random, one, {
        startNs,
        failed: random.share() < ERRORS,
        durationNs: BigInt(Math.round(random.skewed(one.medianMs, 0.6) * 1e6)),
        attributes: { 'faas.coldstart': random.share() < COLD_STARTS },
      });
    },
  };
}

/** The function of that number, and what its telemetry says of it. */
export function makeFunction(number) {
  const name = `${SUBJECTS[number % SUBJECTS.length]}-${number}`;
  const region = REGIONS[number % REGIONS.length];
  const arn = `arn:aws:lambda:${region}:123456789012:function:${name}`;
  return {
    name,
    arn,
    host: `${SUBJECTS[(number * 3) % SUBJECTS.length]}.example.org`,
    medianMs: 20 + (number % 17) * 15,
    resource: {
      attributes: {
        'service.name': name,
        'service.version': `1.${number % 9}.0`,
        'deployment.environment.name': number % 5 === 0 ? 'staging' : 'production',
        'cloud.provider': 'aws',
        'cloud.platform': 'aws_lambda',
        'cloud.region': region,
        'cloud.account.id': '123456789012',
        'faas.name': name,
        'faas.version': `${1 + (number % 30)}`,
        'faas.max_memory': 536_870_912,
        'host.arch': 'arm64',
        'process.runtime.name': 'nodejs',
        'telemetry.sdk.language': 'nodejs',
      },
    },
  };
}

/**
 * One invocation with its spans and log records. `attributes` are the root span's own beside those that all have;
 * `errorType` is that of a failed one, `resource` another than the function's.
 */
export function makeInvocation(random, one, shape) {
  const { startNs, durationNs, failed, attributes, errorType = TYPE_ERROR, resource = one.resource } = shape;
  const traceId = random.hex(32);
  const rootId = random.hex(16);
  const base = {
    traceId,
    traceState: '',
    flags: 0x101,
    status: 'unset',
    statusMessage: '',
    events: [],
    links: [],
    resource,
    scope: CLIENT,
  };
  const error = { type: errorType, message: `order ${random.below(1e8)} has no items` };
  const root = {
    ...base,
    spanId: rootId,
    parentSpanId: null,
    name: one.name,
    kind: 'server',
    startNs,
    endNs: startNs + durationNs,
    attributes: { ...rootAttributes(random, one, failed), ...attributes },
    scope: SERVER,
    ...(failed && {
      status: 'error',
      statusMessage: error.message,
      events: [exceptionEvent(error, one, startNs + durationNs)],
    }),
  };
  const spans = [root];
  const part = durationNs / BigInt(SPANS_AN_INVOCATION + 1);
  for (let number = 1; number < SPANS_AN_INVOCATION; number++) {
    const begin = startNs + part * BigInt(number) + BigInt(random.below(100_000));
    spans.push({
      ...base,
      spanId: random.hex(16),
      parentSpanId: number < 4 ? rootId : spans[1].spanId,
      name: CHILDREN[number].name,
      kind: CHILDREN[number].kind,
      startNs: begin,
      endNs: begin + (part * BigInt(500 + random.below(500))) / 1000n,
      attributes: childAttributes(random, one, number),
    });
  }
  const logs = Array.from({ length: LOGS_AN_INVOCATION }, (_, number) => ({
    timeNs: startNs + part * BigInt(number + 1) + BigInt(random.below(100_000)),
    severity: number === 2 && failed ? 17 : 9,
    severityText: number === 2 && failed ? 'ERROR' : 'INFO',
    body: logBody(random, root.attributes['user.id']),
    attributes: { 'log.logger': 'app', 'code.line.number': 10 + random.below(5) },
    traceId,
    spanId: rootId,
    resource,
    scope: LOGGER,
  }));
  return { function: one, failed, durationNs, spans, logs };
}

const CHILDREN = [
  null,
  { name: 'GET /v1/orders/{id}', kind: 'client' },
  { name: 'validate', kind: 'internal' },
  { name: 'SELECT orders', kind: 'client' },
  { name: 'POST /v1/events', kind: 'client' },
];

function rootAttributes(random, one, failed) {
  return {
    'faas.trigger': 'http',
    'cloud.resource_id': one.arn,
    'http.request.method': 'GET',
    'http.route': '/v1/orders/{id}',
    'http.response.status_code': failed ? 500 : 200,
    'server.address': 'api.example.org',
    'network.protocol.version': '1.1',
    'user_agent.original': 'Mozilla/5.0',
    'faas.invocation_id': uuid(random),
    'url.full': url(random, 'api.example.org'),
    'user.id': userId(random),
  };
}

function childAttributes(random, one, number) {
  return {
    'http.request.method': number === 4 ? 'POST' : 'GET',
    'http.response.status_code': 200,
    'server.address': one.host,
    'server.port': 443,
    'network.protocol.version': '1.1',
    'peer.service': one.host,
    'app.tenant': `tenant-${random.below(20)}`,
    'app.cache.hit': random.below(4) > 0,
    'thread.id': random.below(8),
    'request.id': uuid(random),
    'url.full': url(random, one.host),
    'user.id': userId(random),
  };
}

function exceptionEvent({ type, message }, one, timeNs) {
  return {
    name: 'exception',
    timeNs,
    attributes: {
      'exception.type': type,
      'exception.message': message,
      'exception.stacktrace': `${type}: ${message}\n    at load (/var/task/src/${one.name}.js:14:9)\n    at Runtime.handler (/var/task/index.js:3:1)`,
    },
  };
}

function logBody(random, user) {
  const word = random.share() < RARE_WORD_SHARE ? ` near${random.below(RARE_WORDS)}` : '';
  switch (random.below(5)) {
    case 0:
      return `order ${random.below(1e9)} loaded in ${random.below(400)} ms from the primary replica${word}`;
    case 1:
      return `user ${user} opened cart ${random.hex(8)} with ${random.below(30)} items in it${word}`;
    case 2:
      return `cache ${random.below(4) > 0 ? 'hit' : 'miss'} for key product:${random.below(1e6)} in region cache${word}`;
    case 3:
      return `payment ${uuid(random)} authorised: ${random.below(90_000) / 100} EUR by the provider${word}`;
    default:
      return `retrying request ${random.hex(16)} after ${random.below(2_000)} ms, attempt ${random.below(5)} of 5${word}`;
  }
}

function uuid(random) {
  const hex = random.hex(32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function url(random, host) {
  return `https://${host}/v1/orders/${random.below(1e9)}/items/${random.below(1e6)}`;
}

function userId(random) {
  return `usr_${random.below(36 ** 5).toString(36)}${random.below(36 ** 5).toString(36)}`;
}
