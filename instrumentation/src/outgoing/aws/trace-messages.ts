import { formatTraceparent } from '../../trace/trace-context';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../../value';
import { activeSpan } from '../../web/active-span';

/** `traceparent`, and `tracestate` where there is one. */
type Fields = Readonly<Record<string, string>>;

/** Gives the input of a command with the fields in it. */
type Carry = (input: UnknownRecord, fields: Fields) => UnknownRecord;

type Next = (args: { readonly input: unknown }) => Promise<unknown>;

/** As far as it is used, the stack of an AWS SDK v3 client. */
interface MiddlewareStack {
  add(
    middleware: (
      next: Next,
      context: { readonly clientName?: string; readonly commandName?: string },
    ) => Next,
    options: { readonly step: 'initialize'; readonly name: string; readonly override: true },
  ): void;
}

/** Any client of the AWS SDK v3. */
export interface SdkClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/**
 * Lets what `client` sends carry the context of the active span, so that the function which gets it is part of the
 * trace or linked to it: attributes of SQS' and SNS' messages, fields in the JSON of EventBridge's events, of Kinesis'
 * records and of the inputs of state machines, the client context of Lambda's invocations. What carries a context
 * already, or has no room for it, goes as it is; so does everything outside a span.
 *
 * @returns `client`
 */
export function traceMessages<Client extends SdkClient>(client: Client): Client {
  const stack = client.middlewareStack as unknown as MiddlewareStack;
  stack.add(
    (next, { clientName, commandName }) =>
      (args) => {
        const carry = CARRIERS[`${clientName} ${commandName}`];
        return next(carry ? { ...args, input: carried(args.input, carry) } : args);
      },
    { step: 'initialize', name: 'faaslens-messages', override: true },
  );
  return client;
}

function carried(input: unknown, carry: Carry): unknown {
  try {
    const context = activeSpan()?.spanContext();
    if (context === undefined) return input;
    const traceparent = formatTraceparent(context);
    const tracestate = context.traceState?.serialize();
    return carry(recordOf(input), tracestate ? { traceparent, tracestate } : { traceparent });
  } catch {
    // The message must go out.
    return input;
  }
}

// SQS takes no more for one message, and SNS passes no more on to it.
const MAX_ATTRIBUTES = 10;

const inAttributes: Carry = (input, fields) => {
  const attributes = recordOf(input.MessageAttributes);
  const added = Object.entries(fields).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value },
  ]);
  const isFull = Object.keys(attributes).length + added.length > MAX_ATTRIBUTES;
  if (isFull || 'traceparent' in attributes) return input;
  return { ...input, MessageAttributes: { ...attributes, ...Object.fromEntries(added) } };
};

/** Ahead of what is there, whose text stays as it is; `undefined` for what is no object, or carries a context. */
function inJson(text: string | undefined, fields: Fields): string | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || 'traceparent' in value) return undefined;
  const rest = text.trimStart().slice(1);
  const separator = Object.keys(value).length > 0 ? ',' : '';
  return `${JSON.stringify(fields).slice(0, -1)}${separator}${rest}`;
}

const inField =
  (name: string): Carry =>
  (input, fields) => {
    const text = inJson(textOf(input[name]), fields);
    return text === undefined ? input : { ...input, [name]: text };
  };

const inData: Carry = (input, fields) => {
  if (!(input.Data instanceof Uint8Array)) return input;
  const text = inJson(new TextDecoder('utf-8', { fatal: true }).decode(input.Data), fields);
  return text === undefined ? input : { ...input, Data: new TextEncoder().encode(text) };
};

// What Lambda takes of it, in base64.
const MAX_CLIENT_CONTEXT = 3583;

const inClientContext: Carry = (input, fields) => {
  const given = textOf(input.ClientContext);
  const context = recordOf(given === undefined ? {} : JSON.parse(Buffer.from(given, 'base64').toString()));
  const custom = recordOf(context.custom);
  if ('traceparent' in custom) return input;
  const text = JSON.stringify({ ...context, custom: { ...custom, ...fields } });
  const ClientContext = Buffer.from(text).toString('base64');
  return ClientContext.length > MAX_CLIENT_CONTEXT ? input : { ...input, ClientContext };
};

/** One that cannot carry it leaves the others alone. */
const inEach =
  (list: string, carry: Carry): Carry =>
  (input, fields) => {
    const entries: unknown = input[list];
    if (!Array.isArray(entries)) return input;
    const one = (entry: unknown): unknown => {
      try {
        return carry(recordOf(entry), fields);
      } catch {
        return entry;
      }
    };
    return { ...input, [list]: entries.map(one) };
  };

const CARRIERS: Readonly<Record<string, Carry>> = {
  'SQSClient SendMessageCommand': inAttributes,
  'SQSClient SendMessageBatchCommand': inEach('Entries', inAttributes),
  'SNSClient PublishCommand': inAttributes,
  'SNSClient PublishBatchCommand': inEach('PublishBatchRequestEntries', inAttributes),
  'EventBridgeClient PutEventsCommand': inEach('Entries', inField('Detail')),
  'KinesisClient PutRecordCommand': inData,
  'KinesisClient PutRecordsCommand': inEach('Records', inData),
  'SFNClient StartExecutionCommand': inField('input'),
  'SFNClient StartSyncExecutionCommand': inField('input'),
  'LambdaClient InvokeCommand': inClientContext,
};
