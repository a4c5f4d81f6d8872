module.exports = require(process.env.BENCH_WORK);
