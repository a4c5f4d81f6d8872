// One process at a time: a file that names who is at work.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whoever made the file names itself in it at once; who was killed before that never does. */
const NAMES_ITSELF_MS = 2000;

/** Waits until no other living process holds the lock; answers how to give it back. */
export async function lock(file) {
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder === null) continue;
    if (!isAlive(holder)) {
      takeAway(file);
      continue;
    }
    if (!told && holder > 0) {
      console.log(`Waiting for process ${holder}, which installs or builds here`);
      told = true;
    }
    await delay(100);
  }
}

/** The process that holds the lock, 0 while it has not named itself; null when it was given back meanwhile, or never will. */
function holderOf(file) {
  const text = unlessGone(() => readFileSync(file, 'utf8'));
  if (text !== '') return text === null ? null : Number(text);
  const made = unlessGone(() => statSync(file).mtimeMs);
  if (made !== null && Date.now() - made > NAMES_ITSELF_MS) takeAway(file);
  return made === null ? null : 0;
}

/** Of those that find the same dead holder one alone removes it, and puts back what another has made in between. */
function takeAway(file) {
  const aside = `${file}-${process.pid}`;
  if (unlessGone(() => renameSync(file, aside) ?? true) === null) return;
  const holder = Number(readFileSync(aside, 'utf8'));
  if (holder > 0 && isAlive(holder)) renameSync(aside, file);
  else rmSync(aside);
}

function unlessGone(look) {
  try {
    return look();
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  if (pid === 0) return true;
  if (!Number.isInteger(pid) || pid < 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
