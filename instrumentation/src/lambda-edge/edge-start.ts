import type { LambdaContext } from '../aws-lambda/lambda-context';
import { lambdaStart } from '../aws-lambda/lambda-start';
import type { Environment } from '../config/environment';
import { describeHttpResult, statusOf } from '../http/http-result';
import type { InvocationStart } from '../platform';
import { recordOf, textOf } from '../value';

/** An invocation as CloudFront's event tells it. */
export function edgeStart(event: unknown, context: LambdaContext, env: Environment): InvocationStart {
  const start = lambdaStart(event, context, env);
  const { Records } = recordOf(event);
  const { config } = recordOf(recordOf(Array.isArray(Records) ? Records[0] : undefined).cf);
  const { distributionId, eventType, requestId } = recordOf(config);
  return {
    ...start,
    name: start.name.replace('us-east-1.', ''),
    attributes: {
      ...start.attributes,
      'aws.cloudfront.distribution_id': textOf(distributionId),
      'aws.cloudfront.request_id': textOf(requestId),
      'faaslens.event_type': textOf(eventType),
    },
    // A request that goes on to the origin has no status yet.
    describeResult: (result) => describeHttpResult(statusOf(recordOf(result).status), undefined),
  };
}
