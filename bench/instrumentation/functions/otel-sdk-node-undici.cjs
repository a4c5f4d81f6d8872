const { trace } = require('@opentelemetry/api');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { AwsLambdaInstrumentation } = require('@opentelemetry/instrumentation-aws-lambda');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');

const lambda = new AwsLambdaInstrumentation();
const instrumentations = [lambda, new UndiciInstrumentation()];
new NodeSDK({ traceExporter: new OTLPTraceExporter(), instrumentations }).start();
// The SDK sets its provider after the instrumentation has taken the one before, which cannot be flushed.
lambda.setTracerProvider(trace.getTracerProvider());
module.exports = require(process.env.BENCH_WORK);
