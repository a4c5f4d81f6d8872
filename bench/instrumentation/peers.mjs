/**
 * What is compared: a file of functions/, and how it is started. `sees` says whether the outgoing call is in what it
 * sends; `waits` whether its caller waits for an HTTP answer; `imports` what its bundle needs beside it; `external` what
 * its own instructions keep out of one. A pause (`BENCH_PAUSE_MS`) is subtracted with the bare function that has it too.
 */
export const PEERS = [
  { name: 'bare function', file: 'bare' },
  { name: 'floor: by hand, node:http', file: 'floor', sees: true, waits: true },
  { name: '@faaslens/instrumentation', file: 'faaslens', sees: true, waits: true },
  {
    name: '  sending after the answer',
    file: 'faaslens',
    sees: true,
    waits: false,
    imports: ['@faaslens/instrumentation/aws-lambda/answer-first'],
    env: { FAASLENS_SEND_AFTER_ANSWER: 'true', BENCH_PAUSE_MS: '3' },
  },
  { name: '@aws-lambda-powertools/tracer', file: 'powertools', sees: true, waits: false },
  {
    name: 'sdk-node + instrumentation-aws-lambda',
    file: 'otel-sdk-node',
    sees: false,
    waits: true,
    env: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  },
  {
    name: 'the same + instrumentation-undici',
    file: 'otel-sdk-node-undici',
    sees: true,
    waits: true,
    env: { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  },
  {
    name: 'datadog-lambda-js + dd-trace',
    file: 'datadog',
    sees: true,
    waits: false,
    external: ['@aws-sdk/*', '@datadog/*', 'graphql', 'aws-sdk'],
    env: { DD_SERVICE: 'bench', DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false', DD_LOG_LEVEL: 'error' },
  },
  {
    name: 'newrelic',
    file: 'newrelic',
    sees: true,
    waits: false,
    env: {
      NEW_RELIC_APP_NAME: 'bench',
      NEW_RELIC_SERVERLESS_MODE_ENABLED: 'true',
      NEW_RELIC_NO_CONFIG_FILE: 'true',
      NEW_RELIC_LOG_ENABLED: 'false',
    },
  },
  { name: '@sentry/aws-serverless', file: 'sentry', sees: true, waits: true },
  {
    name: 'ADOT for JavaScript',
    file: 'adot',
    sees: true,
    waits: false,
    env: { OTEL_METRICS_EXPORTER: 'none' },
  },
];
