// The function that every peer wraps: one outgoing call, two log lines.
const target = process.env.BENCH_TARGET;

exports.handler = async () => {
  console.log('order 17 came in');
  const response = await fetch(target);
  await response.text();
  console.log('order 17 went out');
  return { statusCode: 200, body: 'ok' };
};
