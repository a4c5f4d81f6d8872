const { Tracer } = require('@aws-lambda-powertools/tracer');
const { handler } = require(process.env.BENCH_WORK);

const tracer = new Tracer({ serviceName: 'bench' });

// As its documentation shows it for handlers without middleware. The X-Ray daemon gets datagrams; nobody waits for it.
exports.handler = async (event, context) => {
  const segment = tracer.getSegment();
  const subsegment = segment?.addNewSubsegment('## handler');
  if (subsegment) tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  try {
    const result = await handler(event, context);
    tracer.addResponseAsMetadata(result, 'handler');
    return result;
  } finally {
    subsegment?.close();
    if (segment) tracer.setSegment(segment);
  }
};
