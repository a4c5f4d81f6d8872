import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import type { Rule } from '../settings/settings';
import { backtest } from './backtest/backtest';
import { type Received, type Receiver, startReceiver, webhookTo } from './testing';
import { ERROR_RATE, type Lab, NOON, openLab } from './testing-lab';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const KILLS = 50;
/** Far enough apart that no incident is taken for flapping, which would make it last longer. */
const APART = 36;
const EPISODES = 16;
const MINUTES = EPISODES * APART + 20;

/** The engine on a clock that begins where the database was left and goes on as fast as rounds can be made. */
const PROGRAM = `
  import { createAlerts } from './core/alerts/alerts';
  import { localEvaluator } from './core/alerts/round';
  import { openSettings } from './core/settings/index';
  import { openReader } from './core/store/index';
  async function run(databaseFile, startMs, endMs) {
    let clock = startMs;
    const settings = await openSettings({ databaseFile, now: () => clock });
    clock = Math.max(clock, (await settings.memory.evaluatedUntil()) ?? 0);
    const reader = await openReader({ databaseFile });
    const alerts = createAlerts({
      config: { publicUrl: null, host: '127.0.0.1', port: 3000, tls: null, allowPrivateWebhooks: true },
      settings,
      evaluator: localEvaluator(reader),
      log: { info: () => undefined, warn: () => undefined },
      now: () => clock,
    });
    for (let round = 0; clock < endMs; round += 1) {
      clock = Math.min(endMs, clock + (1 + (round % 5)) * 60000);
      process.send(clock);
      await alerts.evaluateNow();
      await alerts.deliverNow();
    }
    process.exit(0);
  }
  process.once('message', ({ databaseFile, startMs, endMs }) => void run(databaseFile, startMs, endMs));
`;

let folder = '';
let program = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  // Prisma imports parts of itself while it runs, which are found only from below node_modules.
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(join(CACHE, 'faaslens-kills-'));
  program = join(folder, 'program.cjs');
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Fifty lives load it: one small file takes two thirds of the time.
    minify: true,
    external: ['better-sqlite3'],
    alias: { '@': ROOT },
    define: { 'import.meta.url': '"file:///"' },
    outfile: program,
  });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that begins when it is told on what. */
function load(): ChildProcess {
  const child = spawn(process.execPath, [program], {
    env: { NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

/** Lives that end by a kill: at any moment, just before an answer arrives, or just after it. */
class Killer {
  kills = 0;
  private child: ChildProcess | null = null;
  private when: 'anywhere' | 'before' | 'after' = 'anywhere';

  begin(child: ChildProcess): void {
    this.child = child;
    this.when = (['anywhere', 'before', 'after'] as const)[this.kills % 3] ?? 'anywhere';
    let rounds = 0;
    child.on('message', () => {
      rounds += 1;
      // Where nothing is to be sent for long, anywhere will do.
      if (this.when === 'anywhere' || rounds > 8) void sleep(Math.random() * 40).then(() => this.kill());
    });
  }

  onRequest(answer: () => void): void {
    if (this.when === 'before') this.kill();
    answer();
    if (this.when === 'after') setImmediate(() => this.kill());
  }

  private kill(): void {
    const { child } = this;
    if (child === null || this.kills >= KILLS) return;
    this.child = null;
    if (child.kill('SIGKILL')) this.kills += 1;
  }
}

async function fillWithEpisodes(lab: Lab): Promise<void> {
  const calls = Array.from({ length: MINUTES }, (_, minute) =>
    ['checkout', 'search'].map((name, index) => {
      const errors = (minute + index * 11) % APART < 3 ? 4 : 0;
      return { name, ok: 4 - errors, errors, atMs: NOON + minute * MINUTE_MS };
    }),
  );
  await lab.invoke(calls.flat());
}

async function makeRules(lab: Lab, receiver: Receiver): Promise<readonly Rule[]> {
  const { items } = await lab.reader.functions({ range: { fromMs: 0, toMs: NOON * 2 }, limit: 10 });
  return Promise.all(
    items.map(async ({ function: { id, name } }) => {
      const { channel } = await lab.settings.createChannel({
        ...webhookTo(receiver, name),
        repeatMinutes: 0,
      });
      return lab.settings.createRule({
        ...ERROR_RATE,
        name,
        filter: { functionId: id },
        windowMinutes: 1,
        minSamples: 1,
        points: { breaching: 2, of: 3, clear: 2 },
        channelId: channel.id,
      });
    }),
  );
}

const told = ({ body, headers }: Received) => {
  const { type, data } = JSON.parse(body);
  return { incident: String(data.id), type: String(type), id: String(headers['webhook-id']) };
};

it('loses no transition and keeps ids and times when the engine is killed 50 times at any point', {
  timeout: 240_000,
}, async () => {
  const killer = new Killer();
  const receiver = await startReceiver((response) => killer.onRequest(() => response.end('ok')));
  const lab = await openLab();
  await fillWithEpisodes(lab);
  const rules = await makeRules(lab, receiver);
  const range = { fromMs: NOON, toMs: NOON + MINUTES * MINUTE_MS };

  let next = load();
  for (let ended = false; !ended; ) {
    const child = next;
    killer.begin(child);
    child.send({
      databaseFile: lab.file,
      startMs: range.fromMs + 30_000,
      endMs: range.toMs + 30_000,
    });
    // Loads while this one lives.
    next = load();
    const [code, signal] = await once(child, 'exit');
    ended = code === 0;
    // Anything but a kill is a defect of the engine.
    if (!ended) expect(signal).toBe('SIGKILL');
  }
  expect(killer.kills).toBe(KILLS);

  const all = receiver.received.map(told);
  const incidents = (await lab.settings.listIncidents({ limit: 500 })).items;
  for (const rule of rules) {
    const expected = await backtest(lab.reader, { rule, others: [], range, known: [] }, () => undefined);
    expect(expected.episodes.length).toBeGreaterThanOrEqual(EPISODES);
    const times = incidents
      .filter(({ ruleId }) => ruleId === rule.id)
      .map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
      .sort((a, b) => a.startsAt - b.startsAt);
    expect(times).toEqual(expected.episodes.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })));
  }
  for (const { id, endsAt } of incidents) {
    const ofIncident = all.filter(({ incident }) => incident === id);
    const idsOf = (type: string) =>
      new Set(ofIncident.filter((one) => one.type === type).map((one) => one.id));
    expect(idsOf('alert.firing').size).toBe(1);
    expect(idsOf('alert.resolved').size).toBe(endsAt === null ? 0 : 1);
    expect(ofIncident[0]?.type).toBe('alert.firing');
  }
  expect(new Set(all.map(({ incident }) => incident)).size).toBe(incidents.length);
  await lab.close();
  await receiver.close();
});
