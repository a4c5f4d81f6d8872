const Sentry = require('@sentry/aws-serverless');

Sentry.init({ dsn: process.env.BENCH_DSN, tracesSampleRate: 1 });
const { handler } = require(process.env.BENCH_WORK);

exports.handler = Sentry.wrapHandler(handler);
