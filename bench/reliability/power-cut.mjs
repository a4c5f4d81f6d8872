import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startService } from '../start-service.mjs';
import { missing, post } from './requests.mjs';

const SENDERS = 8;
const LONGEST_LOAD_MS = 3_000;
const LONGEST_RELEASE_MS = 20_000;
/** Asks the file system to stop at once, its own journal included: EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
const CUT =
  'import fcntl,os,struct,sys;fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack("I",2))';

/**
 * R5: a file system of its own stops as when the power goes, at a random moment under load: nothing that was not asked to
 * be on the disk gets there. Then it is mounted and the service started again. Null where no such file system can be made.
 */
export async function powerCuts({ cuts }) {
  const disk = makeDisk({ megabytes: 512 });
  if (disk === null) return null;
  const dataDir = join(disk.place, 'data');
  const acknowledged = [];
  const readyMs = [];
  let lost = 0;
  let service = null;
  try {
    service = await startService({ dataDir });
    for (let cut = 0; cut < cuts; cut += 1) {
      acknowledged.push(...(await loadUntil(service, () => disk.cut())));
      service.child.removeAllListeners('exit');
      const ended = once(service.child, 'exit');
      service.child.kill('SIGKILL');
      await ended;
      await disk.mountAgain();
      service = await startService({ dataDir });
      readyMs.push(service.readyMs);
      lost += missing(service.databaseFile, acknowledged);
    }
    await service.end();
    lost += missing(service.databaseFile, acknowledged);
    return {
      cuts,
      acknowledged: acknowledged.length,
      lost,
      slowestReadyMs: Math.round(Math.max(...readyMs)),
    };
  } finally {
    await service?.end();
    await disk.remove();
  }
}

/** Sends from all sides until, at a random moment, `cut` is called; answers the traces that were acknowledged. */
async function loadUntil(service, cut) {
  const acknowledged = [];
  let running = true;
  const senders = Array.from({ length: SENDERS }, async () => {
    while (running) {
      const sent = await post(service, 2_000).catch(() => null);
      if (sent?.status === 200) acknowledged.push(sent.traceId);
      else await delay(20);
    }
  });
  await delay(200 + Math.random() * LONGEST_LOAD_MS);
  cut();
  // What is acknowledged although nothing can be written any more must be there, too.
  await delay(200);
  running = false;
  await Promise.all(senders);
  return acknowledged;
}

/** A file system in a file, which writes by itself as seldom as it can. */
function makeDisk({ megabytes }) {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-power-'));
  const [image, place] = [join(folder, 'disk'), join(folder, 'mounted')];
  mkdirSync(place);
  const quietly = (command, args) => execFileSync(command, args, { stdio: 'ignore' });
  const mount = () => quietly('mount', ['-o', 'loop,commit=300', image, place]);
  try {
    quietly('truncate', ['-s', `${megabytes}M`, image]);
    quietly('mkfs.ext4', ['-q', '-F', image]);
    mount();
    quietly('python3', ['--version']);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  /** The dashboard's process ends a moment after the collector's. */
  const release = async () => {
    for (const until = Date.now() + LONGEST_RELEASE_MS; ; await delay(100)) {
      try {
        return quietly('umount', [place]);
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  };
  return {
    place,
    cut: () => quietly('python3', ['-c', CUT, place]),
    async mountAgain() {
      await release();
      mount();
    },
    async remove() {
      await release();
      rmSync(folder, { recursive: true });
    },
  };
}
