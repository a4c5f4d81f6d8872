import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';
import { type Served, serve, unusedPort } from '../testing/served';

const SENDER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const FUNCTIONS = `
import { span, wrap } from '@faaslens/instrumentation/firebase';
import * as logger from 'firebase-functions/logger';
import { onCall, onRequest, HttpsError } from 'firebase-functions/v2/https';
import { onMessagePublished } from 'firebase-functions/v2/pubsub';
import { onDocumentCreated } from 'firebase-functions/v2/firestore';
import { onSchedule } from 'firebase-functions/v2/scheduler';
import { onTaskDispatched } from 'firebase-functions/v2/tasks';
export const hello = onRequest(wrap((request, response) => {
  logger.warn('low on', 'tea', { left: 3 });
  console.log('plain');
  response.status(201).send('hi');
}));
export const add = onCall(wrap(({ data }) => {
  if (data.a === undefined) throw new HttpsError('invalid-argument', 'no a');
  return data.a + data.b;
}));
export const order = onMessagePublished('orders', wrap(async (event) => {
  await span('work', async () => event.data.message.json);
}));
export const outer = wrap(onMessagePublished('orders', async () => {}));
export const created = onDocumentCreated('carts/{id}', wrap(async () => {}));
export const tidy = onSchedule('every day 00:00', wrap(async () => { throw new RangeError('no'); }));
export const mail = onTaskDispatched(wrap(async () => {}));
`;

describe("firebase-functions on Google's Functions Framework", () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let served: Served | undefined;
  const start = async (target: string, signature: string) => {
    served = await serve({
      command: process.execPath,
      args: [
        await runtimeModule('@google-cloud/functions-framework/build/src/main.js'),
        `--source=${functions.path}`,
      ],
      cwd: functions.path,
      env: {
        FUNCTION_TARGET: target,
        FUNCTION_SIGNATURE_TYPE: signature,
        K_SERVICE: target,
        FIREBASE_CONFIG: '{"projectId":"shop"}',
        GCLOUD_PROJECT: 'shop',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...PATIENT,
      },
      port: await unusedPort(),
    });
  };
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${served?.url}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const publish = () =>
    post(
      {
        specversion: '1.0',
        id: 'e1',
        type: 'google.cloud.pubsub.topic.v1.messagePublished',
        source: '//pubsub.googleapis.com/projects/shop/topics/orders',
        data: { message: { messageId: 'm1', data: 'e30=', attributes: { googclient_traceparent: SENDER } } },
      },
      { 'content-type': 'application/cloudevents+json' },
    );

  beforeAll(async () => {
    const firebase = await runtimeModule('firebase-functions');
    functions = await functionFolder();
    functions.link(firebase, 'firebase-functions');
    functions.write('package.json', '{"type":"module","main":"index.mjs"}');
    functions.write('index.mjs', FUNCTIONS);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await served?.stop();
    await receiver.close();
  });

  it('onRequest is measured until its response ends', async () => {
    await start('hello', 'http');
    const response = await fetch(`${served?.url}/carts`, { headers: { traceparent: SENDER } });
    expect([response.status, await response.text()]).toEqual([201, 'hi']);
    expect(receiver.spans()).toMatchObject([
      {
        name: 'hello',
        parentSpanId: 'b'.repeat(16),
        resource: { 'cloud.platform': 'gcp_cloud_functions' },
        attributes: { 'faas.trigger': 'http', 'http.response.status_code': 201, 'url.path': '/carts' },
      },
    ]);
  });

  it("lines of Firebase's logger and of the console are told once, with the span of their invocation", async () => {
    await start('hello', 'http');
    await (await fetch(`${served?.url}/`)).text();
    const [span] = receiver.spans();
    expect(receiver.logs()).toMatchObject([
      { body: 'low on tea', severityText: 'WARNING', attributes: { left: 3 }, spanId: span?.spanId },
      { body: 'plain', severityText: 'INFO', spanId: span?.spanId },
    ]);
  });

  it('onCall is a request, and what it throws is told and answered by Firebase', async () => {
    await start('add', 'http');
    expect(await (await post({ data: { a: 1, b: 2 } }, { traceparent: SENDER })).json()).toEqual({
      result: 3,
    });
    expect((await post({ data: {} })).status).toBe(400);
    const [answered, refused] = receiver.spans();
    expect(answered).toMatchObject({
      traceId: 'a'.repeat(32),
      attributes: { 'faas.trigger': 'http', 'faaslens.event_source': 'firebase:callable' },
    });
    expect(refused?.attributes['error.type']).toBe('HttpsError');
  });

  it.each(['order', 'outer'])(
    'onMessagePublished is linked to the sender, wrapped inside or outside: %s',
    async (name) => {
      await start(name, 'cloudevent');
      expect((await publish()).status).toBeLessThan(300);
      const root = receiver.spans().find((span) => span.name === 'process orders');
      expect(root).toMatchObject({
        kind: 5,
        links: [{ spanId: 'b'.repeat(16) }],
        attributes: { 'messaging.message.id': 'm1', 'faas.invocation_id': 'e1' },
      });
      const work = receiver.spans().find((span) => span.name === 'work');
      expect(work?.parentSpanId).toBe(name === 'order' ? root?.spanId : undefined);
    },
  );

  it('a document that is created is a data source', async () => {
    await start('created', 'cloudevent');
    await post(
      {
        specversion: '1.0',
        id: 'e2',
        type: 'google.cloud.firestore.document.v1.created',
        source: '//firestore.googleapis.com/projects/shop/databases/(default)',
        datacontenttype: 'application/json',
        subject: 'documents/carts/7',
        document: 'carts/7',
        project: 'shop',
        database: '(default)',
        namespace: '(default)',
        location: 'eur3',
        data: {},
      },
      { 'content-type': 'application/cloudevents+json' },
    );
    expect(receiver.spans()[0]?.attributes).toMatchObject({
      'faas.trigger': 'datasource',
      'faas.document.operation': 'insert',
      'faas.document.collection': 'carts',
    });
  });

  it('onSchedule is a timer, with its error', async () => {
    await start('tidy', 'http');
    await post(
      {},
      { 'x-cloudscheduler-jobname': 'tidy', 'x-cloudscheduler-scheduletime': '2026-11-21T00:00:00Z' },
    );
    expect(receiver.spans()[0]?.attributes).toMatchObject({
      'faas.trigger': 'timer',
      'faas.time': '2026-11-21T00:00:00Z',
      'faaslens.schedule': 'tidy',
      'error.type': 'RangeError',
    });
  });

  it('onTaskDispatched is a message of its queue, with its attempt', async () => {
    await start('mail', 'http');
    const headers = {
      'x-cloudtasks-queuename': 'mails',
      'x-cloudtasks-taskname': 't1',
      'x-cloudtasks-taskretrycount': '2',
      'x-cloudtasks-taskexecutioncount': '2',
      'x-cloudtasks-tasketa': '1763719200',
      // Google has checked it before the function is called.
      authorization: `Bearer e30.${Buffer.from('{"sub":"tasks"}').toString('base64url')}.x`,
      traceparent: SENDER,
    };
    expect((await post({ data: {} }, headers)).status).toBe(204);
    expect(receiver.spans()[0]?.attributes).toMatchObject({
      'messaging.destination.name': 'mails',
      'faaslens.delivery_attempt': 3,
    });
    expect(receiver.spans()[0]?.links).toMatchObject([{ spanId: 'b'.repeat(16) }]);
  });
});
