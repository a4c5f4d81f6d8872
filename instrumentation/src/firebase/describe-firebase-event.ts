import type { DescribeArguments } from '../google-cloud-functions/create-wrap';
import { describeArguments } from '../google-cloud-functions/describe-arguments';
import { describeExpress, type ExpressRequest } from '../http/express';
import type { EventDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';

/** Calls, schedules, tasks and users signing in have forms of their own; all else is a CloudEvent or its elder. */
export const describeFirebaseEvent: DescribeArguments = (args, parameters) => {
  const [event, context] = args.map(recordOf);
  // The first generation hands over the data first and what it came with second.
  const call = [event, context].find((one) => isRecord(one?.rawRequest));
  if (call) return describeCall(call);
  const task = [event, context].find((one) => textOf(one?.queueName));
  if (task) return describeTask(task);
  if (textOf(event?.scheduleTime)) return describeSchedule(recordOf(event));
  if (textOf(event?.eventType)?.includes('cloud.auth')) return describeSignIn(recordOf(event));
  return describeArguments(args, parameters);
};

function describeCall({ rawRequest }: UnknownRecord): EventDescription {
  const request = describeExpress(rawRequest as ExpressRequest);
  return { ...request, attributes: { ...request.attributes, 'faaslens.event_source': 'firebase:callable' } };
}

function describeTask(task: UnknownRecord): EventDescription {
  const attempt = Number(task.retryCount) + 1;
  const { traceparent, tracestate } = recordOf(task.headers);
  const sender = parseTraceContext(textOf(traceparent), textOf(tracestate));
  return {
    trigger: 'pubsub',
    name: `process ${String(task.queueName)}`,
    attributes: {
      'faas.invocation_id': textOf(task.id),
      'faaslens.event_source': 'firebase:task-queue',
      'messaging.system': 'gcp_cloud_tasks',
      'messaging.destination.name': textOf(task.queueName),
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.message.id': textOf(task.id),
      'faaslens.delivery_attempt': attempt >= 1 ? attempt : undefined,
    },
    links: sender ? [sender] : [],
  };
}

function describeSchedule({ scheduleTime, jobName }: UnknownRecord): EventDescription {
  return {
    trigger: 'timer',
    attributes: {
      'faaslens.event_source': 'firebase:schedule',
      'faas.time': textOf(scheduleTime),
      'faaslens.schedule': textOf(jobName),
    },
  };
}

function describeSignIn({ eventId, eventType }: UnknownRecord): EventDescription {
  return {
    trigger: 'other',
    attributes: {
      'faas.invocation_id': textOf(eventId),
      'faaslens.event_source': 'firebase:auth',
      'faaslens.event_type': textOf(eventType),
    },
  };
}
