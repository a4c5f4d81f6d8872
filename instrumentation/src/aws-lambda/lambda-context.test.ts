import { describe, expect, it } from 'vitest';
import { callerOf, contextAttributes, remainingMs } from './lambda-context';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';

describe('the context object', () => {
  it.each([
    [`${ARN}:live`, '7', `${ARN}:7`],
    [`${ARN}:$LATEST`, '$LATEST', `${ARN}:$LATEST`],
    [ARN, '$LATEST', ARN],
    [undefined, '7', undefined],
  ])('gives %s in version %s the resource id %s', (invokedFunctionArn, functionVersion, id) => {
    expect(contextAttributes({ invokedFunctionArn, functionVersion }, {})['cloud.resource_id']).toBe(id);
  });

  it('gives the X-Ray trace as a reference, from the context or from the environment', () => {
    const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    expect(contextAttributes({}, { _X_AMZN_TRACE_ID: header })['aws.xray.trace_id']).toBe(root);
    expect(contextAttributes({ xRayTraceId: header }, {})['aws.xray.trace_id']).toBe(root);
  });

  it('names the function that invoked this one directly', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(callerOf({ clientContext: { custom: { traceparent } } })?.spanId).toBe('b'.repeat(16));
    expect(callerOf({ clientContext: { Custom: { traceparent } } })?.spanId).toBe('b'.repeat(16));
    expect(callerOf({})).toBeUndefined();
  });

  it('may not know the remaining time', () => {
    expect(remainingMs({})).toBe(Number.POSITIVE_INFINITY);
    expect(remainingMs({ getRemainingTimeInMillis: () => Number.NaN })).toBe(Number.POSITIVE_INFINITY);
    expect(remainingMs({ getRemainingTimeInMillis: () => 12 })).toBe(12);
  });
});
