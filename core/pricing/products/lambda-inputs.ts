import { choice, decimal, type Given } from '../inputs';
import { DURATION, EGRESS, REQUESTS } from './common';

export const LAMBDA_MEMORY = {
  memoryMb: decimal('Memory', 'MB', { min: '128', max: '10240' }),
  gb: decimal('Memory', 'GB', { min: '0.125', max: '10', aliases: ['memoryGb'] }),
} as const;

/** The inputs of Lambda's bill, feature by feature, named as in its price examples. */
export const LAMBDA_INPUTS = {
  requests: REQUESTS,
  ...LAMBDA_MEMORY,
  durationMs: { ...DURATION, max: '900000' },
  billedMs: decimal('Billed time of each', 'ms', { aliases: ['billedDurationMs'] }),
  initMs: decimal('Init of a cold start', 'ms', { aliases: ['initDurationMs'] }),
  coldStarts: decimal('Cold starts', 'a month; empty: all'),
  ephemeralMb: decimal('Ephemeral storage', 'MB', { max: '10240', aliases: ['ephemeralStorageMb'] }),
  egressGb: EGRESS,
  payloadKb: decimal('Payload of an asynchronous event', 'KB', { max: '1024' }),
  packageType: choice('Package', ['Zip', 'Image']),
  runtime: { kind: 'text', label: 'Runtime (managed, custom, java21)' },
  onOrAfter: { kind: 'text', label: 'First day of the bill' },
  before: { kind: 'text', label: 'Day after the bill' },

  provisionedConcurrency: decimal('Provisioned concurrency', 'instances'),
  provisionedSeconds: decimal('Time it is provisioned', 'seconds'),
  provisionedRequests: decimal('Requests on provisioned instances', 'a month'),
  provisionedDurationMs: decimal('Duration of each of them', 'ms'),
  onDemandRequests: decimal('Requests beyond them', 'a month'),
  onDemandDurationMs: decimal('Duration of each of these', 'ms'),

  restores: decimal('SnapStart restores', 'a month'),
  versionActiveSeconds: decimal('Time that a SnapStart version is kept', 'seconds'),
  streamed: { kind: 'records', label: 'Streamed responses', fields: ['requests', 'kb', 'mb'] },
  streamedFreeGb: decimal('Streamed data that is still free', 'GB'),
  eventSource: choice('Provisioned pollers of', ['kafka', 'sqs']),
  epuHours: decimal('Provisioned pollers', 'EPU-hours'),
  requestsBilledByVendor: decimal('Requests on the bill, free ones off', 'a month'),
  environmentsCreated: decimal('New environments under tenant isolation', 'a month'),

  computeSecondsPerExecution: decimal('Durable: computing of an execution', 'seconds'),
  invocationsPerExecution: decimal('Durable: invocations of an execution', ''),
  operationsPerExecution: decimal('Durable: operations of an execution', ''),
  kbWrittenPerExecution: decimal('Durable: data written by an execution', 'KB'),
  waitDays: decimal('Durable: time an execution waits', 'days'),
  retentionDays: decimal('Durable: time its data is kept after', 'days'),

  pricePerGbSecond: decimal('Own price', 'USD per GB-second'),
  pricePerRequest: decimal('Own price', 'USD per request'),
  pricePerGbEnvironment: decimal('Own price', 'USD per GB of a new environment'),
  minCost: decimal('Price of a millisecond at the smallest memory', 'USD'),
  minRamMb: decimal('That smallest memory', 'MB'),
  usdPerCny: decimal('What a yuan is worth', 'USD'),
} as const;

export type LambdaGiven = Given<typeof LAMBDA_INPUTS>;
