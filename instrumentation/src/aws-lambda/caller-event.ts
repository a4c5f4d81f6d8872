import type { SpanContext } from '@opentelemetry/api';
import { headersOf } from '../http/headers';
import type { EventDescription } from '../platform';
import type { Attributes } from '../trace/attributes';
import { readTraceContext } from '../trace/trace-context';
import { at, lastArnPart, recordOf, textAt, type UnknownRecord } from '../value';

/** Services that call a function and wait for its answer, and callers of one's own: all that is nothing else. */
export function describeCaller(event: unknown): EventDescription {
  // AppSync may hand over several calls of one resolver at once.
  const fields = recordOf(Array.isArray(event) ? event[0] : event);
  const text = (path: string) => textAt(fields, path);
  const type = text('info.parentTypeName');
  if (type !== undefined) {
    const field = text('info.fieldName');
    const operation = type.toLowerCase();
    const attributes = {
      'graphql.operation.type': /^(query|mutation|subscription)$/.test(operation) ? operation : undefined,
      'graphql.operation.name': field,
    };
    const parent = readTraceContext(headersOf(recordOf(fields.request)));
    return { ...called('appsync', attributes, parent), name: `${type}.${field}` };
  }
  // A custom authorizer of API Gateway: answers with a policy, not with HTTP.
  if (text('methodArn') ?? text('routeArn'))
    return called('apigateway-authorizer', {}, readTraceContext(headersOf(fields)));
  if (text('userPoolId') && text('triggerSource')) {
    const trigger = text('triggerSource');
    return { ...called('cognito', { 'faaslens.event_type': trigger }), name: trigger };
  }
  // IoT rules pass on whatever a device sent; only the events of AWS's own devices have a shape.
  if (text('serialNumber') ?? text('deviceInfo.deviceId')) {
    const attributes = { 'faaslens.event_type': text('clickType') ?? text('deviceEvent.eventType') };
    return { ...called('iot', attributes), trigger: 'pubsub' };
  }
  if (text('awslogs.data')) return { ...called('logs'), trigger: 'pubsub' };
  // Direct callers and state machines may pass the context in the event itself.
  const parent = readTraceContext(text);
  return describeStepFunctions(fields, parent) ?? { trigger: 'other', attributes: {}, parent };
}

function called(source: string, attributes: Attributes = {}, parent?: SpanContext): EventDescription {
  return {
    trigger: 'other',
    attributes: { 'faaslens.event_source': `aws:${source}`, ...attributes },
    parent,
  };
}

/** States pass their context object on when the state machine's definition says so. */
function describeStepFunctions(event: UnknownRecord, parent: SpanContext | undefined) {
  const context = [event, event.Context, event.context].find((candidate) =>
    textAt(candidate, 'Execution.Id')?.includes(':states:'),
  );
  return context === undefined
    ? undefined
    : called(
        'states',
        {
          'aws.step_functions.state_machine.arn': textAt(context, 'StateMachine.Id'),
          'faaslens.execution': lastArnPart(at(context, 'Execution.Id')),
          'faaslens.state': textAt(context, 'State.Name'),
        },
        parent,
      );
}
