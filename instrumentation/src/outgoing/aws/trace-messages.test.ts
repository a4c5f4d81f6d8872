import { createRequire } from 'node:module';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { span } from '../../api';
import { describeEvent } from '../../aws-lambda/describe-event';
import { callerOf } from '../../aws-lambda/lambda-context';
import { type Instrumented, instrument, lambdaContext } from '../../testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from '../../testing/otlp-receiver';
import { runtimeModule, runtimesFolder } from '../../testing/runtimes';
import { type SdkClient, traceMessages } from './trace-messages';

type Input = Record<string, unknown>;
type Client = SdkClient & { send(command: object): Promise<unknown>; destroy(): void };
type Library = Readonly<Record<string, new (input: object) => never>>;

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const ARN = 'arn:aws:sqs:eu-west-1:123456789012:orders';

beforeAll(() => runtimesFolder(), 200_000);

/** Real clients of the AWS SDK v3, stopped just before they would sign and send. */
describe('what a client of the AWS SDK sends', () => {
  let receiver: OtlpReceiver;
  let instrumented: Instrumented;
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    instrumented = instrument({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  });
  afterEach(async () => {
    instrumented.dispose();
    await receiver.close();
  });

  /** The input that a command goes out with, and the span that was active when it was sent. */
  async function sent(name: string, client: string, operation: string, input: Input) {
    const manifest = await runtimeModule(`@aws-sdk/client-${name}/package.json`);
    const library = createRequire(manifest)(`@aws-sdk/client-${name}`) as Library;
    const [Made, Command] = [library[client], library[`${operation}Command`]];
    if (Made === undefined || Command === undefined) throw new Error(`no ${client}.${operation}`);
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    // No answer comes that a checksum could be compared with.
    const made = traceMessages<Client>(new Made({ region: 'eu-west-1', credentials, md5: false }));
    let seen: Input = {};
    const stop = () => async (args: { input: Input }) => {
      seen = args.input;
      return { output: {} };
    };
    made.middlewareStack.add(stop as never, { step: 'serialize', priority: 'high' } as never);
    const send = async () => void (await made.send(new Command(input)));
    const handler = async (_event: object, _context: object) => span('order', send);
    await instrumented.wrap(handler)({}, lambdaContext());
    made.destroy();
    const order = receiver.spans().find((one) => one.name === 'order');
    return { seen, link: { traceId: order?.traceId, spanId: order?.spanId, traceFlags: 1, isRemote: true } };
  }

  const attributesOf = (message: Input, valueKey: string) =>
    Object.fromEntries(
      Object.entries(message.MessageAttributes as Record<string, { StringValue: string }>).map(
        ([name, { StringValue }]) => [name, { [valueKey]: StringValue }],
      ),
    );

  it('to SQS links the function that gets it, alone and in batches', async () => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'new' } };
    const input = { QueueUrl: QUEUE, MessageBody: 'x', MessageAttributes };
    const { seen, link } = await sent('sqs', 'SQSClient', 'SendMessage', input);
    const record = (message: Input) => ({
      eventSource: 'aws:sqs',
      eventSourceARN: ARN,
      messageAttributes: attributesOf(message, 'stringValue'),
    });
    expect(describeEvent({ Records: [record(seen)] }).links).toEqual([link]);
    expect(Object.keys(seen.MessageAttributes as object)).toEqual(['kind', 'traceparent']);
    // What the caller holds stays as it was.
    expect(MessageAttributes).toEqual({ kind: { DataType: 'String', StringValue: 'new' } });

    receiver.requests.length = 0;
    const Entries = [1, 2].map((number) => ({ Id: `${number}`, MessageBody: 'x' }));
    const batch = await sent('sqs', 'SQSClient', 'SendMessageBatch', { QueueUrl: QUEUE, Entries });
    const Records = (batch.seen.Entries as Input[]).map(record);
    expect(describeEvent({ Records }).links).toEqual([batch.link, batch.link]);
  });

  it('to SNS, EventBridge and Kinesis links the function that gets it', async () => {
    const topic = { TopicArn: 'arn:aws:sns:eu-west-1:1:news', Message: 'x' };
    const sns = await sent('sns', 'SNSClient', 'Publish', topic);
    const Sns = { ...topic, MessageAttributes: attributesOf(sns.seen, 'Value') };
    expect(describeEvent({ Records: [{ EventSource: 'aws:sns', Sns }] }).links).toEqual([sns.link]);

    receiver.requests.length = 0;
    const Entries = [{ Source: 'shop', DetailType: 'paid', Detail: ' {"total": 1.50}' }];
    const bridge = await sent('eventbridge', 'EventBridgeClient', 'PutEvents', { Entries });
    const [{ Detail }] = bridge.seen.Entries as [{ Detail: string }];
    expect(Detail).toMatch(/,"total": 1\.50}$/);
    const event = { 'detail-type': 'paid', source: 'shop', detail: JSON.parse(Detail) };
    expect(describeEvent(event).links).toEqual([bridge.link]);

    receiver.requests.length = 0;
    const Records = ['{"page":"/grüße"}', '{}', 'not json', '[1]'].map((text) => ({
      PartitionKey: 'a',
      Data: Buffer.from(text),
    }));
    const kinesis = await sent('kinesis', 'KinesisClient', 'PutRecords', { StreamName: 'clicks', Records });
    const records = (kinesis.seen.Records as { Data: Uint8Array }[]).map(({ Data }) => ({
      eventSource: 'aws:kinesis',
      eventSourceARN: 'arn:aws:kinesis:eu-west-1:1:stream/clicks',
      kinesis: { data: Buffer.from(Data).toString('base64') },
    }));
    expect(describeEvent({ Records: records }).links).toEqual([kinesis.link, kinesis.link]);
    const text = (at: number) => Buffer.from(records[at]?.kinesis.data ?? '', 'base64').toString();
    expect(JSON.parse(text(0))).toMatchObject({ page: '/grüße' });
    expect([text(2), text(3)]).toEqual(['not json', '[1]']);
  });

  it('to another function makes the caller its parent', async () => {
    const given = Buffer.from('{"custom":{"tenant":"t1"}}').toString('base64');
    const input = { FunctionName: 'pay', ClientContext: given };
    const { seen, link } = await sent('lambda', 'LambdaClient', 'Invoke', input);
    const clientContext = JSON.parse(Buffer.from(String(seen.ClientContext), 'base64').toString());
    expect(callerOf({ clientContext })).toEqual(link);
    expect(clientContext.custom.tenant).toBe('t1');
  });

  it('goes as it is where it has no room, carries a context already, or is sent outside a span', async () => {
    const attributes = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_one, at) => [`a${at}`, { DataType: 'String', StringValue: 'x' }]),
      );
    const of = (MessageAttributes: object) => ({ QueueUrl: QUEUE, MessageBody: 'x', MessageAttributes });
    const full = of(attributes(10));
    expect((await sent('sqs', 'SQSClient', 'SendMessage', full)).seen).toEqual(full);
    const own = of({ traceparent: { DataType: 'String', StringValue: 'mine' } });
    expect((await sent('sqs', 'SQSClient', 'SendMessage', own)).seen).toEqual(own);
    instrumented.dispose();
    instrumented = instrument({ OTEL_SDK_DISABLED: 'true' });
    expect((await sent('sqs', 'SQSClient', 'SendMessage', of({}))).seen).toEqual(of({}));
  });
});
