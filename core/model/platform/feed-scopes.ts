/** The scopes of log records that the feeds of AWS deliver: all that a function's environment wrote, its reports too. */
export const CLOUDWATCH_SCOPE = 'aws.cloudwatch.logs';
export const TELEMETRY_SCOPE = 'aws.lambda.telemetry';
