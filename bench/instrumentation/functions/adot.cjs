require('@aws/aws-distro-opentelemetry-node-autoinstrumentation/register');

module.exports = require(process.env.BENCH_WORK);
