import type { SpanContext } from '@opentelemetry/api';
import type { RequestLike } from '../http/fetch-request';
import type { EventDescription } from '../platform';
import { isRecord, type UnknownRecord } from '../value';
import { describeCloudEvent } from './describe-cloud-event';

const STRUCTURED = 'application/cloudevents';
/** What a broker delivers in one request is smaller; what is larger is told by its head alone. */
const MAX_BODY_BYTES = 1_048_576;
const ATTRIBUTES = [
  'specversion',
  'id',
  'type',
  'source',
  'subject',
  'time',
  'traceparent',
  'tracestate',
] as const;

type EventRequest = RequestLike & Partial<Pick<Request, 'clone'>>;

/**
 * The CloudEvents that a request carries: in its head with the data as body (binary mode), as its body (structured
 * mode), or several in its body (batched mode). The request's own body stays unread. Never rejects.
 *
 * @returns `undefined` at once for any other request
 */
export function cloudEventsOf(request: EventRequest): Promise<readonly UnknownRecord[]> | undefined {
  const { headers } = request;
  const isStructured = headers.get('content-type')?.startsWith(STRUCTURED) === true;
  if (isStructured)
    return jsonOf(request).then((body) => (Array.isArray(body) ? body : [body]).filter(isRecord));
  if (headers.get('ce-specversion') === null) return undefined;
  const head = Object.fromEntries(ATTRIBUTES.map((name) => [name, headers.get(`ce-${name}`)]));
  return jsonOf(request).then((data) => [{ ...head, data }]);
}

async function jsonOf(request: EventRequest): Promise<unknown> {
  try {
    const isJson = request.headers.get('content-type')?.includes('json') === true;
    const isSmall = Number(request.headers.get('content-length') ?? 0) <= MAX_BODY_BYTES;
    const body = isJson && isSmall ? request.clone?.().body : undefined;
    return body ? JSON.parse(await smallText(body)) : undefined;
  } catch {
    // Whether such a body is an error is the handler's to say.
    return undefined;
  }
}

/** The text of a body, which may come without its length; nothing of one that is too large. */
async function smallText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      // Settles when the handler has read its own.
      reader.cancel().catch(() => {});
      return '';
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * Adds what the events say to what the request said: the request's sender stays the parent, since it waits for the
 * answer; the events' own senders, where they are others, become links.
 */
export function withCloudEvents(
  request: EventDescription,
  events: readonly UnknownRecord[],
): EventDescription {
  const [first, ...others] = events.map(describeCloudEvent);
  if (first === undefined) return request;
  const isSender = (link: SpanContext) => link.spanId !== request.parent?.spanId;
  const isBatch = others.length > 0;
  return {
    ...first,
    attributes: {
      ...request.attributes,
      ...first.attributes,
      ...(isBatch
        ? { 'messaging.batch.message_count': events.length, 'messaging.message.id': undefined }
        : {}),
    },
    parent: request.parent,
    isParentOfPlatform: request.isParentOfPlatform,
    links: [first, ...others].flatMap(({ links = [] }) => links).filter(isSender),
  };
}
