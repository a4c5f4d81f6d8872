const { wrap } = require('@faaslens/instrumentation/aws-lambda');

exports.handler = wrap(require(process.env.BENCH_WORK).handler);
