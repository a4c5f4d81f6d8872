import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuOfProgram, cpuOfTree } from './cpu.mjs';
import { memoryOfTree } from './memory.mjs';
import { ROOT, startService } from './start-service.mjs';

const IDLE_MS = 20_000;
const VISITS = ['/', '/functions', '/invocations', '/logs', '/api/v1/overview?from=now-1h&to=now'];

/** Time to ready of a built checkout and processor time until then, that of a verb, and memory: idle, and after every screen was opened. */
export async function measureService() {
  const service = await startService();
  try {
    const startMs = cpuOfTree(service.pid);
    const verbMs = cpuOfProgram(['bin/faaslens.mjs', 'keys', 'list'], {
      cwd: ROOT,
      env: { FAASLENS_DATA_DIR: dirname(service.databaseFile) },
    });
    await delay(IDLE_MS);
    const idle = memoryOfTree(service.pid);
    for (const path of VISITS) await (await fetch(service.url + path)).text();
    await delay(5000);
    const visited = memoryOfTree(service.pid);
    return [
      ['start to ready (nothing to install or build)', `${(service.readyMs / 1000).toFixed(2)} s`],
      ['processor time until ready, all processes', `${(startMs / 1000).toFixed(2)} s`],
      ['processor time of `faaslens keys list`', `${(verbMs / 1000).toFixed(2)} s`],
      ['idle memory, all processes: RSS / PSS', sum(idle)],
      ...idle.map(({ command, rssMb, pssMb }) => [
        `  ${command.split(' ').at(-1).split('/').slice(-2).join('/').slice(0, 50)}`,
        pair(rssMb, pssMb),
      ]),
      ['after opening every screen: RSS / PSS', sum(visited)],
    ];
  } finally {
    await service.stop();
  }
}

const pair = (rss, pss) => `${rss.toFixed(0)} / ${pss.toFixed(0)} MB`;
const sum = (tree) =>
  pair(
    tree.reduce((total, { rssMb }) => total + rssMb, 0),
    tree.reduce((total, { pssMb }) => total + pssMb, 0),
  );
