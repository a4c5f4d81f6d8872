import { describe, expect, it } from 'vitest';
import type { Attributes } from '../attributes';
import { dependencyOf } from './dependency';
import { testSpan } from './testing';

const dependency = (attributes: Attributes) =>
  dependencyOf(testSpan({ id: 1, from: 0, to: 1, kind: 'client', attributes }));
const named = (attributes: Attributes) => dependency(attributes).name;

describe('dependencyOf', () => {
  it('names a call over HTTP by its host, without port and in lower case', () => {
    expect(named({ 'server.address': 'API.example.com', 'server.port': 443 })).toBe('api.example.com');
    expect(named({ 'http.url': 'https://user:secret@api.example.com:8443/v1?q=1' })).toBe('api.example.com');
    expect(named({ 'net.peer.name': 'old.example.com' })).toBe('old.example.com');
  });

  it('names a call to AWS by service and resource, whichever conventions its sender follows', () => {
    expect(
      named({
        'rpc.system.name': 'aws-api',
        'rpc.method': 'DynamoDB/GetItem',
        'db.system.name': 'aws.dynamodb',
        'db.collection.name': 'orders',
        'server.address': 'dynamodb.eu-west-1.amazonaws.com',
      }),
    ).toBe('DynamoDB orders');
    expect(
      named({
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'rpc.method': 'GetItem',
        'aws.dynamodb.table_names': ['orders'],
      }),
    ).toBe('DynamoDB orders');
    expect(named({ 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'aws.s3.bucket': 'pictures' })).toBe(
      'S3 pictures',
    );
    expect(named({ 'rpc.system.name': 'aws-api', 'aws.s3.bucket': 'pictures' })).toBe('S3 pictures');
    expect(named({ 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' })).toBe(
      'SQS orders',
    );
    expect(named({ 'rpc.system.name': 'aws-api', 'rpc.method': 'STS/AssumeRole' })).toBe('STS');
  });

  it('names a database by system, host and name', () => {
    expect(named({ 'db.system.name': 'postgresql', 'server.address': 'db', 'db.namespace': 'shop' })).toBe(
      'postgresql db/shop',
    );
    expect(named({ 'db.system': 'redis' })).toBe('redis');
  });

  it('names queues and functions', () => {
    expect(named({ 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' })).toBe(
      'kafka orders',
    );
    expect(named({ 'faas.invoked_name': 'billing', 'faas.invoked_provider': 'gcp' })).toBe(
      'function billing',
    );
  });

  it('is empty for a call that says nothing', () => {
    expect(named({})).toBe('');
  });

  it('tells what kind of thing it is', () => {
    const kinds: readonly (readonly [string, Attributes])[] = [
      ['database', { 'rpc.system.name': 'aws-api', 'rpc.method': 'DynamoDB/GetItem' }],
      ['messaging', { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' }],
      ['storage', { 'aws.s3.bucket': 'pictures' }],
      ['function', { 'rpc.system': 'aws-api', 'rpc.service': 'Lambda', 'faas.invoked_name': 'billing' }],
      ['function', { 'faas.invoked_name': 'billing' }],
      ['service', { 'rpc.system.name': 'aws-api', 'rpc.method': 'STS/AssumeRole' }],
      ['database', { 'db.system.name': 'postgresql', 'server.address': 'db' }],
      ['messaging', { 'messaging.system': 'kafka' }],
      ['rpc', { 'rpc.system': 'grpc', 'rpc.service': 'Greeter', 'server.address': 'greeter' }],
      ['http', { 'server.address': 'api.example.com' }],
      ['other', {}],
    ];
    for (const [kind, attributes] of kinds) expect(dependency(attributes).kind).toBe(kind);
  });
});
