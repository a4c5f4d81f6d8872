import type { Attributes } from '@/core/model/attributes';
import type { Resource } from '@/core/model/telemetry';

/** Where a CloudWatch log stream is; '' for what is unknown. */
export interface LogStream {
  readonly accountId: string;
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
}

const FUNCTION_GROUP = '/aws/lambda/';
/** `2026/11/21/[7]0123…`, or `2026/11/21/orders[7]0123…` in a log group shared by functions. */
const LAMBDA_STREAM = /^\d{4}\/\d{2}\/\d{2}\/([\w-]{0,64})\[([^\]/]{1,64})\][0-9a-f]{32}$/;

/** The resource of a log stream's records: the function that wrote it, if the stream is a Lambda one. */
export function resourceOfStream({ accountId, region, logGroup, logStream }: LogStream): Resource {
  const [, shared = '', version = ''] = LAMBDA_STREAM.exec(logStream) ?? [];
  const name = logGroup.startsWith(FUNCTION_GROUP) ? logGroup.slice(FUNCTION_GROUP.length) : shared;
  const ofFunction: Attributes =
    name === '' ? {} : { 'cloud.platform': 'aws_lambda', 'service.name': name, 'faas.name': name };
  const known: Attributes = {
    'cloud.account.id': accountId,
    'cloud.region': region,
    'faas.version': name === '' ? '' : version,
    'faas.instance': name === '' ? '' : logStream,
  };
  return {
    attributes: {
      'cloud.provider': 'aws',
      ...ofFunction,
      ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
      'aws.log.group.names': [logGroup],
      'aws.log.stream.names': [logStream],
    },
  };
}
