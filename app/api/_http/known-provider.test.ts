import { Configuration } from 'openid-client';
import { expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { createKnownProvider } from './known-provider';

const CLIENT = { issuer: 'https://id.example.org', clientId: 'faaslens', clientSecret: 'first' };
const CONFIG = { allowPrivateWebhooks: false };

/** Reads that resolve when the test says so, and a clock of its own. */
function reading() {
  let ms = 0;
  const reads: { client: typeof CLIENT; answer(): void; fail(): void }[] = [];
  const known = createKnownProvider(
    (client) =>
      new Promise((resolve, reject) => {
        reads.push({
          client,
          answer: () => resolve(new Configuration({ issuer: client.issuer }, client.clientId)),
          fail: () => reject(new FaaslensError('invalid_input', 'issuer: away')),
        });
      }),
    () => ms,
  );
  return {
    reads,
    ask: (client = CLIENT) => known(client, CONFIG),
    wait(seconds: number) {
      ms += seconds * 1000;
    },
  };
}

it('however many begin to sign in, the provider is asked once a minute', async () => {
  const { reads, ask, wait } = reading();
  const asked = Array.from({ length: 50 }, () => ask());
  wait(600);
  asked.push(ask());
  reads[0]?.answer();
  const answers = new Set(await Promise.all(asked));
  expect([reads.length, answers.size]).toEqual([1, 1]);
  wait(59);
  expect(answers).toContain(await ask());
  wait(1);
  const next = ask();
  reads[1]?.answer();
  expect(answers).not.toContain(await next);
  expect(reads).toHaveLength(2);
});

it('a provider that is away is asked again after some seconds', async () => {
  const { reads, ask, wait } = reading();
  const asked = [ask(), ask()];
  reads[0]?.fail();
  for (const one of asked) await expect(one).rejects.toThrow('away');
  wait(4);
  await expect(ask()).rejects.toThrow('away');
  expect(reads).toHaveLength(1);
  wait(1);
  const next = ask();
  reads[1]?.answer();
  await expect(next).resolves.toBeInstanceOf(Configuration);
});

it('another provider, or another secret, is asked at once', async () => {
  const { reads, ask } = reading();
  const others = [
    CLIENT,
    { ...CLIENT, clientSecret: 'second' },
    { ...CLIENT, issuer: 'https://new.example.org' },
  ];
  for (const client of others) {
    const asked = ask(client);
    reads.at(-1)?.answer();
    await asked;
  }
  expect(reads.map(({ client }) => client)).toEqual(others);
});
