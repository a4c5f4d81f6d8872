// wrangler deploy; needs compatibility_flags = ["nodejs_compat"] and, as variables, OTEL_EXPORTER_OTLP_ENDPOINT and
// OTEL_SERVICE_NAME.
import { setAttribute, wrap } from '@faaslens/instrumentation/cloudflare-workers';

export default wrap({
  async fetch(request) {
    const name = new URL(request.url).searchParams.get('name') ?? 'world';
    setAttribute('greeting.name', name);
    return Response.json({ greeting: `Hello, ${name}` });
  },
  async scheduled(controller) {
    console.log('tidying up', controller.cron);
  },
});
