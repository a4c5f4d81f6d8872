/** Scopes of log records from AWS feeds, which deliver all output of a function's environment, including its reports. */
export const CLOUDWATCH_SCOPE = 'aws.cloudwatch.logs';
export const TELEMETRY_SCOPE = 'aws.lambda.telemetry';
