// func deploy, or on this machine: npx faas-js-runtime index.mjs --port 8080. Takes requests and CloudEvents.
import { span, wrap } from '@faaslens/instrumentation/knative';

export const handle = wrap(async (context, event) => {
  if (context.cloudevent) {
    console.log('got', event.type, event.id);
    return undefined;
  }
  await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
  return { greeting: `Hello, ${context.query.name ?? 'world'}` };
});
