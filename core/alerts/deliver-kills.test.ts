import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { openSettings } from '../settings/index';
import { startReceiver, webhookTo } from './testing';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const KILLS = 20;
const CHANNELS = 15;

/** Delivers what waits until it is killed. */
const PROGRAM = `
  import { createDeliverer } from './core/alerts/deliver';
  import { openSettings } from './core/settings/index';
  openSettings({ databaseFile: process.argv[2] }).then((settings) => {
    const deliverer = createDeliverer({
      outbox: settings.outbox,
      connect: { allowPrivate: true, timeoutMs: 5000 },
      baseUrl: 'http://localhost:3000',
      now: Date.now,
      random: Math.random,
      warn: () => undefined,
    });
    setInterval(() => void deliverer.pump(), 20);
  });
`;

let folder = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  // Prisma imports parts of itself while it runs, which are found only from below node_modules.
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(join(CACHE, 'faaslens-deliver-'));
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@': ROOT },
    define: { 'import.meta.url': '"file:///"' },
    outfile: join(folder, 'program.cjs'),
  });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(databaseFile: string): ChildProcess {
  const child = spawn(process.execPath, [join(folder, 'program.cjs'), databaseFile], {
    env: { NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  return child;
}

it('delivers every message at least once and under one id, however often the process is killed', {
  timeout: 240_000,
}, async () => {
  const database = newDatabase();
  const settings = await openSettings({ databaseFile: database.file });
  let child: ChildProcess | null = null;
  let kills = 0;
  // Killed at each third request: before the answer, or just after it, when the process may be noting it.
  const receiver = await startReceiver((response) => {
    const due = kills < KILLS && receiver.received.length % 3 === 0;
    if (due && kills % 2 === 0) child?.kill('SIGKILL');
    response.end('ok');
    if (due && kills % 2 === 1) setImmediate(() => child?.kill('SIGKILL'));
    if (due) kills += 1;
  });
  const expected: string[] = [];
  for (let index = 0; index < CHANNELS; index += 1) {
    const { channel } = await settings.createChannel(webhookTo(receiver, `ops ${index}`));
    for (const kind of ['alert.firing', 'alert.resolved'] as const) {
      const incidentId = `inc_${index}`;
      const data = { id: incidentId, status: kind.replace('alert.', ''), rule: { name: 'Errors' } };
      const message = { kind, channelId: channel.id, incidentId, data };
      await settings.memory.commit([{ ruleId: 'r', groupKey: incidentId, state: null, message }], Date.now());
      expected.push(`${incidentId} ${kind}`);
    }
  }
  while ((await settings.outbox.dueChannels()).length > 0) {
    child = start(database.file);
    const gone = once(child, 'exit');
    while (child.exitCode === null && child.signalCode === null) {
      if ((await settings.outbox.dueChannels()).length === 0) child.kill('SIGKILL');
      await Promise.race([gone, sleep(50)]);
    }
    // Anything but a kill is a defect of the program.
    expect(child.signalCode).toBe('SIGKILL');
  }
  const told = receiver.received.map(({ body, headers }) => {
    const { type, data } = JSON.parse(body);
    return { what: `${data.id} ${type}`, id: String(headers['webhook-id']) };
  });
  expect(kills).toBeGreaterThan(5);
  expect([...new Set(told.map(({ what }) => what))].sort()).toEqual([...expected].sort());
  const idsOf = (what: string) => new Set(told.filter((one) => one.what === what).map(({ id }) => id)).size;
  expect(expected.map(idsOf)).toEqual(expected.map(() => 1));
  for (const what of expected.filter((one) => one.endsWith('resolved'))) {
    const firing = told.findIndex((one) => one.what === what.replace('resolved', 'firing'));
    expect(told.findIndex((one) => one.what === what)).toBeGreaterThan(firing);
  }
  await settings.close();
  await receiver.close();
  database.remove();
});
