// A service that uses the OpenTelemetry SDK as its own documentation says, with no code of ours:
// node sdk-client.mjs json|protobuf|grpc <times to send the same spans>. Prints the trace id.
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';

const [encoding, times] = process.argv.slice(2);
const EXPORTERS = { json: JsonExporter, protobuf: ProtobufExporter, grpc: GrpcExporter };
const exporter = new EXPORTERS[encoding]();

const repeating = {
  export(spans, done) {
    let left = Number(times);
    const next = (result) => {
      left -= 1;
      if (result.code !== 0) console.error(result.error);
      if (left > 0 && result.code === 0) exporter.export(spans, next);
      else done(result);
    };
    exporter.export(spans, next);
  },
  shutdown: () => exporter.shutdown(),
  forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
};

const sdk = new NodeSDK({ traceExporter: repeating });
sdk.start();

const tracer = trace.getTracer('checkout-service', '1.2.3');
const attributes = {
  'faas.trigger': 'http',
  'faas.invocation_id': `${encoding}-1`,
  'faas.coldstart': true,
  'big.integer': 2 ** 53 + 2,
  'list.of.strings': ['a', 'b'],
};
const root = tracer.startActiveSpan('checkout', { kind: SpanKind.SERVER, attributes }, (span) => {
  tracer.startActiveSpan('SELECT orders', { kind: SpanKind.CLIENT }, (child) => {
    child.recordException(new TypeError('no such order'));
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'no such order' });
    child.end();
  });
  span.end();
  return span;
});
await sdk.shutdown();
console.log(root.spanContext().traceId);
