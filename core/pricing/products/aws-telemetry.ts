import { fraction, ONE, plus, times, ZERO } from '../fraction';
import { decimal } from '../inputs';
import { defineProduct } from '../product';
import { countCharge } from './common';

const HOURS_OF_DAY = fraction(24);

export const CLOUDWATCH_LOGS = defineProduct({
  provider: 'aws',
  product: 'cloudwatch-logs',
  title: 'CloudWatch Logs',
  inputs: {
    gb: decimal('Logs in', 'GB', { aliases: ['ingestGb'] }),
    storedGb: decimal('Logs kept for the month', 'GB', { aliases: ['storageGb'] }),
    scannedGb: decimal('Logs scanned by queries', 'GB'),
  },
  bill: ({ gb, storedGb, scannedGb }) => ({
    charges: [
      ...countCharge('ingestion', gb, 'GB in'),
      ...countCharge('storage', storedGb, 'GB kept'),
      ...countCharge('insights-scan', scannedGb, 'GB scanned'),
    ],
  }),
});

export const CLOUDWATCH_LOGS_LAMBDA = defineProduct({
  provider: 'aws',
  product: 'cloudwatch-logs-lambda',
  title: 'CloudWatch Logs of Lambda',
  inputs: { gb: decimal('Logs in', 'GB', { aliases: ['ingestGb'] }) },
  bill: ({ gb }) => ({ charges: countCharge('ingestion', gb, 'GB in') }),
});

export const XRAY = defineProduct({
  provider: 'aws',
  product: 'xray',
  title: 'X-Ray',
  inputs: {
    traces: decimal('Traces recorded', 'a month'),
    requestsPerHour: decimal('Requests', 'an hour'),
    requests: decimal('Requests', 'a month', { aliases: ['invocations'] }),
    samplingRate: decimal('Share that is sampled', '', { max: '1' }),
    days: decimal('Days', ''),
    scannedTraces: decimal('Traces scanned', 'a month'),
    retrievedTraces: decimal('Traces retrieved', 'a month'),
    insights: { kind: 'flag', label: 'Insights' },
  },
  bill({ traces, requestsPerHour, requests, samplingRate, days, scannedTraces, retrievedTraces, insights }) {
    const seen = requests ?? (requestsPerHour && times(requestsPerHour, HOURS_OF_DAY, days ?? fraction(30)));
    const recorded = traces ?? (seen && times(seen, samplingRate ?? ONE));
    const read = plus(scannedTraces ?? ZERO, retrievedTraces ?? ZERO);
    return {
      charges: [
        ...countCharge('traces-recorded', recorded, 'traces recorded'),
        ...countCharge(
          'traces-retrieved-scanned',
          read.top === 0n ? null : read,
          'traces scanned or retrieved',
        ),
        ...countCharge('insights-traces', insights ? recorded : null, 'traces through Insights'),
      ],
    };
  },
});
