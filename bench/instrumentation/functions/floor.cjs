// The least that does the job: the invocation, its outgoing call and its log lines in one awaited POST.
const { channel } = require('node:diagnostics_channel');
const { randomBytes } = require('node:crypto');
const http = require('node:http');
const { handler } = require(process.env.BENCH_WORK);

const url = new URL(`${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`);
const agent = new http.Agent({ keepAlive: true });
const now = () => String(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6)));
const text = (key, value) => ({ key, value: { stringValue: value } });
let current;

channel('undici:request:create').subscribe(({ request }) => {
  if (!current) return;
  const spanId = randomBytes(8).toString('hex');
  request.addHeader('traceparent', `00-${current.traceId}-${spanId}-01`);
  current.calls.set(request, {
    spanId,
    name: request.method,
    kind: 3,
    startTimeUnixNano: now(),
    attributes: [text('url.full', request.origin + request.path)],
  });
});
channel('undici:request:trailers').subscribe(({ request }) => {
  const call = current?.calls.get(request);
  if (call) call.endTimeUnixNano = now();
});
const { log } = console;
console.log = (...line) => {
  log(...line);
  current?.events.push({ name: 'log', timeUnixNano: now(), attributes: [text('body', line.join(' '))] });
};

exports.handler = async (event, context) => {
  const invocation = {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    calls: new Map(),
    events: [],
  };
  current = invocation;
  const startTimeUnixNano = now();
  const result = await handler(event, context);
  const { traceId, spanId, calls, events } = invocation;
  const root = {
    traceId,
    spanId,
    name: context.functionName,
    kind: 2,
    startTimeUnixNano,
    endTimeUnixNano: now(),
    events,
    attributes: [text('faas.invocation_id', context.awsRequestId)],
  };
  const children = [...calls.values()].map((call) => ({ ...call, traceId, parentSpanId: spanId }));
  const resource = { attributes: [text('service.name', context.functionName)] };
  const body = Buffer.from(
    JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [root, ...children] }] }] }),
  );
  await new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    http
      .request(url, { method: 'POST', agent, headers }, (answer) => answer.resume().on('end', resolve))
      .on('error', resolve)
      .end(body);
  });
  return result;
};
