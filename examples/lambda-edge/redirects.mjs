// A viewer-request function of CloudFront. It can have no variables, so what they would say stands here; bundle it.
import { wrap } from '@faaslens/instrumentation/lambda-edge';

const settings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
};

const MOVED = { '/old': '/new' };

export const handler = wrap(
  async (event) => {
    const { request } = event.Records[0].cf;
    const target = MOVED[request.uri];
    if (target === undefined) return request;
    return { status: '301', headers: { location: [{ key: 'Location', value: target }] } };
  },
  { settings },
);
