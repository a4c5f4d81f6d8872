import type { SpanContext } from '@opentelemetry/api';
import { describeRequest, type RequestLike } from '../http/fetch-request';
import type { EventDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { recordOf, textOf } from '../value';

/** The handlers whose calls are invocations. */
export const EVENT_HANDLERS = ['fetch', 'scheduled', 'queue', 'email'] as const;

/** What the runtime hands to a handler, by the handler's name; `undefined` for handlers that are no invocations. */
export function describeWorkerEvent(handler: string, event: unknown): EventDescription | undefined {
  switch (handler) {
    case 'fetch':
      return describeFetch(event as RequestLike);
    case 'scheduled':
      return describeScheduled(event);
    case 'queue':
      return describeQueue(event);
    case 'email':
      return { trigger: 'other', attributes: {} };
    default:
      return undefined;
  }
}

function describeFetch(request: RequestLike): EventDescription {
  const described = describeRequest(request);
  const cf = recordOf((request as { cf?: unknown }).cf);
  return {
    ...described,
    attributes: {
      ...described.attributes,
      'faas.invocation_id': request.headers.get('cf-ray') ?? undefined,
      'cloudflare.ray_id': request.headers.get('cf-ray') ?? undefined,
      'cloudflare.colo': textOf(cf.colo),
    },
  };
}

function describeScheduled(event: unknown): EventDescription {
  const { cron, scheduledTime } = recordOf(event);
  return {
    trigger: 'timer',
    attributes: {
      'faas.cron': textOf(cron),
      'faas.time': typeof scheduledTime === 'number' ? new Date(scheduledTime).toISOString() : undefined,
    },
  };
}

function describeQueue(event: unknown): EventDescription {
  const { queue, messages } = recordOf(event);
  const list: unknown[] = Array.isArray(messages) ? messages : [];
  const only = list.length === 1 ? recordOf(list[0]) : undefined;
  const attempts = Number(only?.attempts);
  return {
    trigger: 'pubsub',
    name: textOf(queue) && `process ${String(queue)}`,
    attributes: {
      'messaging.system': 'cloudflare_queues',
      'messaging.destination.name': textOf(queue),
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': list.length,
      'messaging.message.id': textOf(only?.id),
      'faaslens.delivery_attempt': attempts >= 1 ? attempts : undefined,
    },
    links: list.map(senderOf).filter((sender) => sender !== undefined),
  };
}

/** Queues carry no context themselves; a sender may put `traceparent` into an object that it sends. */
function senderOf(message: unknown): SpanContext | undefined {
  const body = recordOf(recordOf(message).body);
  return parseTraceContext(textOf(body.traceparent), textOf(body.tracestate));
}
