import { headersOf } from '../http/headers';
import type { EventDescription } from '../platform';
import { parseTraceContext } from '../trace/trace-context';
import { isRecord, lastArnPart, recordOf, textOf, type UnknownRecord } from '../value';

/** Services that call a function and wait for its answer, and callers of one's own: all that is neither of the others. */
export function describeCaller(event: unknown): EventDescription {
  // AppSync may hand over several calls of one resolver at once.
  const fields = recordOf(Array.isArray(event) ? event[0] : event);
  return (
    describeAppSync(fields) ??
    describeAuthorizer(fields) ??
    describeCognito(fields) ??
    describeIot(fields) ??
    describeStepFunctions(fields) ??
    describeLogs(fields) ??
    describeDirect(fields)
  );
}

function describeAppSync(event: UnknownRecord): EventDescription | undefined {
  const info = recordOf(event.info);
  const field = textOf(info.fieldName);
  const type = textOf(info.parentTypeName);
  if (field === undefined || type === undefined) return undefined;
  const headers = headersOf(recordOf(event.request));
  const operation = type.toLowerCase();
  const isRoot = ['query', 'mutation', 'subscription'].includes(operation);
  return {
    trigger: 'other',
    name: `${type}.${field}`,
    attributes: {
      'faaslens.event_source': 'aws:appsync',
      'graphql.operation.type': isRoot ? operation : undefined,
      'graphql.operation.name': field,
    },
    parent: parseTraceContext(headers('traceparent'), headers('tracestate')),
  };
}

/** A custom authorizer of API Gateway: answers with a policy, not with HTTP. */
function describeAuthorizer(event: UnknownRecord): EventDescription | undefined {
  if (textOf(event.methodArn) === undefined || textOf(event.type) === undefined) return undefined;
  const headers = headersOf(event);
  return {
    trigger: 'other',
    attributes: { 'faaslens.event_source': 'aws:apigateway-authorizer' },
    parent: parseTraceContext(headers('traceparent'), headers('tracestate')),
  };
}

function describeCognito(event: UnknownRecord): EventDescription | undefined {
  const trigger = textOf(event.triggerSource);
  if (trigger === undefined || textOf(event.userPoolId) === undefined) return undefined;
  return {
    trigger: 'other',
    name: trigger,
    attributes: { 'faaslens.event_source': 'aws:cognito', 'faaslens.event_type': trigger },
  };
}

/** IoT rules pass on whatever a device sent; only the events of AWS's own devices have a shape. */
function describeIot(event: UnknownRecord): EventDescription | undefined {
  const device = recordOf(event.deviceInfo);
  const type = textOf(event.clickType) ?? textOf(recordOf(event.deviceEvent).eventType);
  if (textOf(event.serialNumber) === undefined && textOf(device.deviceId) === undefined) return undefined;
  return {
    trigger: 'pubsub',
    attributes: { 'faaslens.event_source': 'aws:iot', 'faaslens.event_type': type },
  };
}

/** States pass their context object on when the state machine's definition says so. */
function describeStepFunctions(event: UnknownRecord): EventDescription | undefined {
  const context = [event, event.Context, event.context].map(recordOf).find((candidate) => {
    return textOf(recordOf(candidate.Execution).Id)?.includes(':states:') === true;
  });
  if (context === undefined) return undefined;
  const machine = textOf(recordOf(context.StateMachine).Id);
  return {
    trigger: 'other',
    attributes: {
      'faaslens.event_source': 'aws:states',
      'aws.step_functions.state_machine.arn': machine,
      'faaslens.execution': lastArnPart(recordOf(context.Execution).Id),
      'faaslens.state': textOf(recordOf(context.State).Name),
    },
    parent: parentIn(event),
  };
}

function describeLogs(event: UnknownRecord): EventDescription | undefined {
  if (!isRecord(event.awslogs) || textOf(event.awslogs.data) === undefined) return undefined;
  return { trigger: 'pubsub', attributes: { 'faaslens.event_source': 'aws:logs' } };
}

/** Direct callers may pass the context in the event itself. */
const describeDirect = (event: UnknownRecord): EventDescription => ({
  trigger: 'other',
  attributes: {},
  parent: parentIn(event),
});

const parentIn = (event: UnknownRecord) =>
  parseTraceContext(textOf(event.traceparent), textOf(event.tracestate));
