import { bundleEngine, importEngine } from './bundle.mjs';

const FUNCTIONS = 300;
const INVOCATIONS = 60_000;
const SAMPLE = 100;
const ROUNDS = 10;

/** Share of functions, and what their platform says of them. */
const KINDS = [
  { share: 6, provider: 'aws', platform: 'aws_lambda', region: 'eu-west-1', memoryMb: 512 },
  { share: 1, provider: 'azure', platform: 'azure.functions', region: 'eastus2', memoryMb: 2048 },
  { share: 1, provider: 'gcp', platform: 'gcp_cloud_functions', region: 'europe-west1', memoryMb: 256 },
  { share: 1, provider: 'cloudflare', platform: 'cloudflare.workers', region: '', memoryMb: 128 },
  { share: 1, provider: 'vercel', platform: 'vercel', region: 'fra1', memoryMb: 2048 },
];

/** What pricing takes of the write path: nanoseconds for one invocation, samples of a hundred. */
export async function measurePricing() {
  await bundleEngine();
  const { createPricer } = await importEngine();
  const rows = [
    ['AWS Lambda alone', KINDS.slice(0, 1)],
    ['five platforms', KINDS],
  ];
  return rows.map(([label, kinds]) => {
    const samples = timesOf(createPricer(), invocationsOf(kinds));
    const at = (share) => `${samples[Math.floor(samples.length * share)].toFixed(0)} ns`;
    return [`price of an invocation, ${label}: median / p99`, `${at(0.5)} / ${at(0.99)}`];
  });
}

function timesOf(price, invocations) {
  const samples = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let from = 0; from < invocations.length; from += SAMPLE) {
      const began = process.hrtime.bigint();
      for (let index = from; index < from + SAMPLE; index += 1) price(invocations[index]);
      samples.push(Number(process.hrtime.bigint() - began) / SAMPLE);
    }
  }
  return samples.sort((a, b) => a - b);
}

function invocationsOf(kinds) {
  const mixed = kinds.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  const began = BigInt(Date.parse('2026-11-01')) * 1_000_000n;
  return Array.from({ length: INVOCATIONS }, (_, index) => {
    const number = (index * 7919) % FUNCTIONS;
    const { provider, platform, region, memoryMb } = mixed[number % mixed.length];
    const cold = index % 50 === 0;
    return {
      function: {
        id: `function-${number}`,
        provider,
        accountId: '1',
        region,
        environment: '',
        name: `f${number}`,
      },
      facts: { platform, memoryMb, architecture: number % 2 === 0 ? 'arm64' : 'x86_64', version: null },
      startNs: began + BigInt(index) * 1_000_000n,
      durationNs: BigInt(((index * 104_729) % 900_000_000) + 1_000_000),
      initDurationMs: cold ? 180.25 : null,
      reportedBilledMs: index % 2 === 0 ? (index * 31) % 900 : null,
      coldStart: cold,
      outcome: 'ok',
      maxMemoryUsedMb: 90,
    };
  });
}
