import { fraction, ONE, times } from '../fraction';
import { choice, decimal } from '../inputs';
import { defineProduct } from '../product';
import { chunksOf, countCharge, EGRESS, productCharge } from './common';

const TWO = fraction(2);
const HALF = fraction('0.5');

export const DYNAMODB_ON_DEMAND = defineProduct({
  provider: 'aws',
  product: 'dynamodb-on-demand',
  title: 'DynamoDB on demand',
  inputs: {
    writes: decimal('Writes', 'a month', { aliases: ['writeRequests', 'writeRequestUnits'] }),
    reads: decimal('Reads', 'a month', { aliases: ['readRequests', 'readRequestUnits'] }),
    itemKb: decimal('Size of an item', 'KB'),
    consistency: choice('Reads are', ['strong', 'eventual', 'transactional']),
    transactionalWrites: { kind: 'flag', label: 'Writes are in transactions' },
  },
  bill({ writes, reads, itemKb, consistency, transactionalWrites }) {
    const readFactor = consistency === 'eventual' ? HALF : consistency === 'transactional' ? TWO : ONE;
    return {
      charges: [
        ...productCharge('write-request-units', [
          [writes, 'writes'],
          [times(chunksOf(itemKb, 1), transactionalWrites ? TWO : ONE), 'units'],
        ]),
        ...productCharge('read-request-units', [
          [reads, 'reads'],
          [times(chunksOf(itemKb, 4), readFactor), 'units'],
        ]),
      ],
    };
  },
});

export const DYNAMODB_STREAMS = defineProduct({
  provider: 'aws',
  product: 'dynamodb-streams',
  title: 'DynamoDB streams',
  inputs: { reads: decimal('Reads', 'a month', { aliases: ['requests', 'readRequestUnits'] }) },
  bill: ({ reads }) => ({ charges: countCharge('read-request-units', reads, 'reads') }),
});

export const S3_STANDARD = defineProduct({
  provider: 'aws',
  product: 's3-standard',
  title: 'S3 standard, requests',
  inputs: {
    puts: decimal('PUT, COPY, POST and LIST', 'a month', { aliases: ['putRequests'] }),
    gets: decimal('GET and all others', 'a month', { aliases: ['getRequests', 'requests'] }),
  },
  bill: ({ puts, gets }) => ({
    charges: [
      ...countCharge('put-copy-post-list', puts, 'requests'),
      ...countCharge('get-and-other', gets, 'requests'),
    ],
  }),
});

export const KINESIS_PROVISIONED = defineProduct({
  provider: 'aws',
  product: 'kinesis-provisioned',
  title: 'Kinesis, provisioned shards',
  inputs: {
    shardHours: decimal('Shards', 'hours'),
    records: decimal('Records put', 'a month', { aliases: ['requests'] }),
    recordKb: decimal('Size of a record', 'KB', { aliases: ['payloadKb'] }),
  },
  bill: ({ shardHours, records, recordKb }) => ({
    charges: [
      ...countCharge('shard-hours', shardHours, 'shard-hours'),
      ...productCharge('put-payload-units', [
        [records, 'records'],
        [chunksOf(recordKb, 25), 'units of 25 KB'],
      ]),
    ],
  }),
});

export const KINESIS_ON_DEMAND = defineProduct({
  provider: 'aws',
  product: 'kinesis-on-demand',
  title: 'Kinesis on demand',
  inputs: {
    streamHours: decimal('Streams', 'hours'),
    ingestGb: decimal('Data in', 'GB', { aliases: ['gb'] }),
    retrievalGb: decimal('Data read', 'GB'),
  },
  bill: ({ streamHours, ingestGb, retrievalGb }) => ({
    charges: [
      ...countCharge('stream-hours', streamHours, 'stream-hours'),
      ...countCharge('ingest', ingestGb, 'GB in'),
      ...countCharge('retrieval', retrievalGb, 'GB read'),
    ],
  }),
});

export const SECRETS_MANAGER = defineProduct({
  provider: 'aws',
  product: 'secrets-manager',
  title: 'Secrets Manager, calls',
  inputs: { requests: decimal('Calls', 'a month', { aliases: ['apiCalls'] }) },
  bill: ({ requests }) => ({ charges: countCharge('api-calls', requests, 'calls') }),
});

export const DATA_TRANSFER = defineProduct({
  provider: 'aws',
  product: 'data-transfer',
  title: 'Data transfer',
  inputs: {
    egressGb: { ...EGRESS, aliases: ['gb', 'egress'] },
    crossRegionGb: decimal('Data to other regions', 'GB'),
  },
  bill: ({ egressGb, crossRegionGb }) => ({
    charges: [
      ...countCharge('internet-out', egressGb, 'GB out'),
      ...countCharge('cross-region-out', crossRegionGb, 'GB to other regions'),
    ],
  }),
});
