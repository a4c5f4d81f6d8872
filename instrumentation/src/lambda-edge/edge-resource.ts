import { lambdaResource } from '../aws-lambda/resource';
import type { Environment } from '../config/environment';
import type { Attributes } from '../trace/attributes';

/** Where every function of Lambda@Edge is made; replicas run near the viewers. */
const HOME = 'us-east-1';

/**
 * The one function behind all replicas: they are named `us-east-1.<name>`, and their region is the one they run in,
 * which `faaslens.edge_region` keeps.
 */
export function edgeResource(env: Environment): Attributes {
  const name = env.AWS_LAMBDA_FUNCTION_NAME?.replace(`${HOME}.`, '');
  return {
    ...lambdaResource({ ...env, AWS_LAMBDA_FUNCTION_NAME: name }),
    'cloud.region': HOME,
    'faaslens.edge_region': env.AWS_REGION,
  };
}
