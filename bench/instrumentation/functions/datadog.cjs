require('dd-trace').init();
const { datadog } = require('datadog-lambda-js');
const { handler } = require(process.env.BENCH_WORK);

exports.handler = datadog(handler);
