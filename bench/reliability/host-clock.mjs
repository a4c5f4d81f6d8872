import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startService } from '../start-service.mjs';
import { makeRule, missing, overview, post, tally } from './requests.mjs';

/** One after the other, as `date` would be told; the last one is the right time again. */
const JUMPS = ['+1h', '-1h', '+400d', '+0'];
const EVALUATED_WITHIN_S = 120;

/**
 * R17: the host's clock is set under a running service that keeps telemetry for 30 days and evaluates rules, while
 * functions go on sending by the right time. Null without libfaketime.
 */
export async function hostClock({ seconds }) {
  const library = fakeTime();
  if (library === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-clock-'));
  const clock = join(folder, 'clock');
  writeFileSync(clock, '+0');
  const service = await startService({
    env: {
      FAASLENS_RETENTION_DAYS: '30',
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  });
  try {
    if ((await makeRule(service)) !== 201) throw new Error('a rule was not taken');
    const acknowledged = [];
    const answers = [];
    const reads = [];
    const behindSeconds = [];
    for (const jump of ['+0', ...JUMPS]) {
      writeFileSync(clock, jump);
      for (const until = Date.now() + seconds * 1000; Date.now() < until; await delay(100)) {
        const sent = await post(service);
        answers.push(sent.status);
        if (sent.status === 200) acknowledged.push(sent.traceId);
        reads.push((await fetch(overview(service))).status);
      }
      behindSeconds.push(await evaluatedBehind(service));
    }
    await service.end();
    return {
      jumps: JUMPS,
      secondsEach: seconds,
      answers: tally(answers),
      readsMeanwhile: tally(reads),
      rulesBehindSeconds: Math.max(...behindSeconds),
      evaluatedInTime: behindSeconds.every((behind) => behind <= EVALUATED_WITHIN_S),
      acknowledged: acknowledged.length,
      lost: missing(service.databaseFile, acknowledged),
    };
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

/** How far the rules are evaluated behind the service's own clock. */
async function evaluatedBehind(service) {
  const metrics = await (await fetch(`${service.otlp}/metrics`)).text();
  const [, behind] = /^faaslens_alerts_behind_seconds (\S+)/m.exec(metrics) ?? [];
  if (behind === undefined) throw new Error('the metrics do not say how far rules are evaluated');
  return Number(behind);
}

function fakeTime() {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter((folder) => existsSync(folder));
  // Debian puts it below a folder named after the machine.
  const places = folders.flatMap((folder) => [
    folder,
    ...readdirSync(folder)
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(folder, name)),
  ]);
  return (
    places.map((place) => join(place, 'faketime', 'libfaketimeMT.so.1')).find((file) => existsSync(file)) ??
    null
  );
}
