// A timer that mails a daily digest. CommonJS and callbacks, as many functions in production still are.
const { wrap } = require('@faaslens/instrumentation/aws-lambda');
const { SpanKind, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('faaslens-examples');

function step(name, options, ms, done) {
  const span = tracer.startSpan(name, options);
  setTimeout(() => {
    span.end();
    done();
  }, ms);
}

exports.handler = wrap((event, _context, callback) => {
  console.log(`digest for ${event.time}`);
  const database = {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'dynamodb', 'db.operation.name': 'Query' },
  };
  step('db.query', database, 20 + Math.random() * 40, () => {
    const readers = 3 + Math.floor(Math.random() * 5);
    const mail = {
      kind: SpanKind.CLIENT,
      attributes: { 'server.address': 'smtp.example.com', 'mail.recipients': readers },
    };
    step('send mail', mail, 30 + readers * 10, () => {
      if (event.detail?.mailServer === 'down')
        return callback(new Error('connect ECONNREFUSED smtp.example.com:587'));
      console.info(`digest sent to ${readers} readers`);
      callback(null, { readers });
    });
  });
});
