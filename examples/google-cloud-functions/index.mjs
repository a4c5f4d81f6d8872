// Run: npx functions-framework --target=hello, or --target=order --signature-type=cloudevent
import { span, wrap } from '@faaslens/instrumentation/google-cloud-functions';

/** Over HTTP: GET /?name=Ada */
export const hello = wrap(async (request, response) => {
  await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
  response.json({ greeting: `Hello, ${request.query.name ?? 'world'}` });
});

/** By a message of Pub/Sub. */
export const order = wrap(async (event) => {
  const text = Buffer.from(event.data?.message?.data ?? '', 'base64').toString();
  console.log('order', text);
});
