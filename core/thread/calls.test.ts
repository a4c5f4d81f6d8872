import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { FaaslensError } from '../errors';
import { connectCalls, serveCalls } from './calls';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A message port replaces the worker: both carry the same messages. */
function connected<Offered extends Parameters<typeof serveCalls>[1]>(handlers: Offered) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serveCalls(port2, handlers);
  return connectCalls<Offered>(port1 as unknown as Worker);
}

describe('calls between threads', () => {
  it('answers each call with its own result, in whatever order they finish', async () => {
    const calls = connected({
      later: async (value: number) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return value;
      },
      now: (value: number) => value,
    });
    expect(await Promise.all([calls.later(1), calls.now(2)])).toEqual([1, 2]);
  });

  it('keeps the code and the message of an error', async () => {
    const calls = connected({
      fail: () => {
        throw new FaaslensError('not_found', 'no such rule');
      },
    });
    await expect(calls.fail()).rejects.toMatchObject({
      name: 'FaaslensError',
      code: 'not_found',
      message: 'no such rule',
    });
  });

  it('refuses what the other side does not offer', async () => {
    const calls = connected<{ missing: () => void }>({} as { missing: () => void });
    await expect(calls.missing()).rejects.toThrow('no such call: missing');
  });

  it('rejects calls that a dying worker leaves open, and all later ones', async () => {
    const worker = new Worker(
      'setTimeout(() => process.exit(0), 50); require("node:worker_threads").parentPort.on("message", () => {})',
      { eval: true },
    );
    const calls = connectCalls<{ hang: () => void }>(worker);
    await expect(calls.hang()).rejects.toMatchObject({ code: 'unavailable' });
    if (worker.threadId !== -1) await once(worker, 'exit');
    await expect(calls.hang()).rejects.toMatchObject({ code: 'unavailable' });
  });
});
