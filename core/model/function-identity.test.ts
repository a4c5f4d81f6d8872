import { describe, expect, test } from 'vitest';
import type { Attributes } from './attributes';
import { functionFacts } from './function-facts';
import { identifyFunction, originOf } from './function-identity';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:7';
const LAMBDA: Attributes = {
  'service.name': 'shop',
  'faas.name': 'orders',
  'cloud.provider': 'aws',
  'cloud.region': 'eu-central-1',
  'deployment.environment.name': 'production',
};

describe('the identity of a function', () => {
  test('is 16 hex digits over provider, account, region, environment and name', () => {
    const identity = identifyFunction({ 'cloud.account.id': '123456789012' }, LAMBDA);
    expect(identity).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      provider: 'aws',
      accountId: '123456789012',
      region: 'eu-central-1',
      environment: 'production',
      name: 'orders',
    });
    const others = [
      identifyFunction({ 'cloud.account.id': '2' }, LAMBDA),
      identifyFunction({ 'cloud.account.id': '123456789012' }, { ...LAMBDA, 'cloud.region': 'x' }),
      identifyFunction({ 'cloud.account.id': '123456789012' }, { ...LAMBDA, 'faas.name': 'x' }),
      identifyFunction({}, LAMBDA),
    ];
    expect(new Set([identity, ...others].map(({ id }) => id)).size).toBe(5);
  });

  test('takes from the ARN what nothing else says', () => {
    expect(identifyFunction({ 'cloud.resource_id': ARN }, { 'service.name': 'shop' })).toMatchObject({
      provider: 'aws',
      accountId: '123456789012',
      region: 'eu-central-1',
      name: 'orders',
    });
  });

  test.each<[string, Attributes, Attributes, string]>([
    ["the resource's name first", { 'faas.name': 'span' }, LAMBDA, 'orders'],
    ["then the span's", { 'faas.name': 'worker' }, { 'service.name': 'shop' }, 'worker'],
    ['the service at last', {}, { 'service.name': 'shop' }, 'shop'],
    [
      "on Azure the span's, because the resource is the app",
      { 'faas.name': 'app/hello' },
      { 'cloud.platform': 'azure_functions', 'faas.name': 'app' },
      'app/hello',
    ],
    ['nothing when nothing is known', {}, {}, ''],
  ])('is named by %s', (_, span, resource, name) => {
    expect(identifyFunction(span, resource).name).toBe(name);
  });

  test('takes from a log group of its own, or from Datadog, what nothing else says', () => {
    const group = { 'aws.log.group.names': ['/aws/lambda/orders'], 'service.name': 'unknown_service' };
    expect(identifyFunction({}, group)).toMatchObject({ provider: 'aws', name: 'orders' });
    expect(identifyFunction({}, { 'cloudwatch.log.group.name': '/aws/lambda/orders' }).name).toBe('orders');
    expect(identifyFunction({}, { ...group, 'aws.log.group.names': ['/shop/all-functions'] }).name).toBe(
      'unknown_service',
    );
    expect(identifyFunction({ function_arn: ARN }, {})).toMatchObject({
      region: 'eu-central-1',
      name: 'orders',
    });
  });

  test('takes the invoked region for its own, but on Cloudflare, where it is the place of one call', () => {
    expect(identifyFunction({}, { 'faas.invoked_region': 'eu-west-1' }).region).toBe('eu-west-1');
    expect(
      identifyFunction({}, { 'cloud.provider': 'cloudflare', 'faas.invoked_region': 'FRA' }).region,
    ).toBe('');
  });

  test.each<[Attributes, string]>([
    [{ 'cloud.platform': 'gcp_cloud_run' }, 'gcp'],
    [{ 'telemetry.sdk.name': 'deno-opentelemetry' }, 'deno'],
    [{ 'cloud.platform': 'azure_functions' }, 'azure'],
    [{ 'vercel.environment': 'production' }, 'vercel'],
    [{ 'cloud.provider': 'cloudflare', 'cloud.platform': 'cloudflare.workers' }, 'cloudflare'],
    [{}, ''],
  ])('knows the provider of %o', (resource, provider) => {
    expect(identifyFunction({}, resource).provider).toBe(provider);
  });
});

test('the origin of a resource is the same for all its instances, versions and accounts', () => {
  const origin = originOf(LAMBDA);
  expect(origin).toHaveLength(8);
  expect(originOf({ ...LAMBDA, 'faas.instance': 'i-1', 'faas.version': '8' })).toEqual(origin);
  expect(originOf({ ...LAMBDA, 'cloud.account.id': '1' })).toEqual(origin);
  expect(originOf({ ...LAMBDA, 'deployment.environment.name': 'staging' })).not.toEqual(origin);
});

describe('the facts of a function', () => {
  test.each([
    [134_217_728, 128],
    ['128', 128],
    [128, 128],
    ['134217728', 128],
    [0, null],
    ['much', null],
  ])('read faas.max_memory %o as %o MB', (memory, expected) => {
    expect(functionFacts({}, { 'faas.max_memory': memory }).memoryMb).toBe(expected);
  });

  test.each([
    ['amd64', 'x86_64'],
    ['arm64', 'arm64'],
    ['riscv64', 'riscv64'],
  ])('name the architecture %s %s', (arch, expected) => {
    expect(functionFacts({}, { 'host.arch': arch }).architecture).toBe(expected);
  });

  test('take version and runtime from what is there', () => {
    const resource = { 'process.runtime.name': 'nodejs', 'process.runtime.version': '20.20.2' };
    expect(functionFacts({ 'cloud.resource_id': ARN }, resource)).toEqual({
      service: null,
      platform: 'aws_lambda',
      runtime: 'nodejs 20.20.2',
      architecture: null,
      memoryMb: null,
      timeoutMs: null,
      version: '7',
    });
    expect(
      functionFacts({}, { 'faas.version': '$LATEST', 'cloud.platform': 'azure_functions' }),
    ).toMatchObject({
      version: '$LATEST',
      platform: 'azure.functions',
    });
  });
});
