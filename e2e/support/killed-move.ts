import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { spawnCli } from './cli';
import type { Engine } from './clickhouse';
import type { Ledger } from './ledger';
import { launchService, untilTaking } from './service';

const KILLS = 3;
/** Loading the program takes some of it. */
const LONGEST_LIFE_MS = 2_500;

/**
 * What the ledger holds is sent to a service with a file and moved to ClickHouse while that service runs, by a command that
 * is killed again and again before it may end. Nothing is missing then, and nothing is there twice.
 */
export async function expectMoveToSurviveKills(
  engine: Engine,
  { sent, traces }: Ledger,
  random: () => number,
): Promise<void> {
  const database = engine.newDatabase();
  const { FAASLENS_STORE: _, ...target } = database.env;
  const service = await launchService({ env: target });
  try {
    await untilTaking(service);
    for (const { path, body } of sent) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const answer = await fetch(service.otlp + path, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
      });
      expect(answer.status).toBe(200);
    }
    let killed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const move = spawnCli(service, ['migrate', '--to', 'clickhouse']);
      const ended = once(move, 'close');
      await wait((LONGEST_LIFE_MS * (kill + random())) / KILLS);
      move.kill('SIGKILL');
      await ended;
      if (move.signalCode === 'SIGKILL') killed += 1;
    }
    const move = spawnCli(service, ['migrate', '--to', 'clickhouse']);
    const said = [''];
    for (const stream of [move.stdout, move.stderr])
      stream.on('data', (chunk: Buffer) => said.push(String(chunk)));
    await once(move, 'close');
    expect([move.exitCode, said.join('')]).toEqual([0, expect.stringContaining('Both hold the same.')]);
    const expected = [...traces('sent').values()];
    const spans = expected.reduce((sum, one) => sum + one.spans, 0);
    const counted = `SELECT count(), sum(span_count) FROM ${database.name}.trace FINAL WHERE span_count > 0`;
    expect((await engine.run(counted)).trim()).toBe(`${expected.length}\t${spans}`);
    expect(killed).toBeGreaterThan(0);
    console.log(`move: ${killed} kills, ${expected.length} traces, ${spans} spans`);
  } finally {
    await service.stop('SIGKILL');
    service.discard();
    await database.drop();
  }
}
