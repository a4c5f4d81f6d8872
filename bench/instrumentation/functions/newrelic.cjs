const newrelic = require('newrelic');
const { handler } = require(process.env.BENCH_WORK);

exports.handler = newrelic.setLambdaHandler(handler);
