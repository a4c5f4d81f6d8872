// Three functions of one codebase: firebase deploy --only functions
import { log, span, wrap } from '@faaslens/instrumentation/firebase';
import { onDocumentCreated } from 'firebase-functions/v2/firestore';
import { onRequest } from 'firebase-functions/v2/https';
import { onMessagePublished } from 'firebase-functions/v2/pubsub';

/** Over HTTP: GET /?name=Ada */
export const hello = onRequest(
  wrap(async (request, response) => {
    await span('look up', () => new Promise((resolve) => setTimeout(resolve, 20)));
    response.json({ greeting: `Hello, ${request.query.name ?? 'world'}` });
  }),
);

/** By a message of Pub/Sub. */
export const order = onMessagePublished(
  'orders',
  wrap(async (event) => log('info', 'order taken', { 'message.id': event.data.message.messageId })),
);

/** By a new document of Firestore. */
export const welcome = onDocumentCreated(
  'users/{id}',
  wrap(async (event) => log('info', 'welcome', { 'user.id': event.params.id })),
);
