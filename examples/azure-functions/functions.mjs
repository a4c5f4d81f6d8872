// Two functions of one app. Set OTEL_EXPORTER_OTLP_ENDPOINT (and _HEADERS for the key) in the app's settings.
import { app } from '@azure/functions';
import { instrument, log, span } from '@faaslens/instrumentation/azure-functions';

// Once for all functions of the app; their handlers stay as they are.
instrument(app);

app.http('hello', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async (request) => {
    const name = request.query.get('name') ?? 'world';
    await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
    return { jsonBody: { greeting: `Hello, ${name}` } };
  },
});

app.storageQueue('orders', {
  queueName: 'orders',
  connection: 'AzureWebJobsStorage',
  handler: async (order) => log('info', 'order taken', { 'order.id': String(order?.id) }),
});
