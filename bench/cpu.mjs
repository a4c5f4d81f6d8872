import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { memoryOfTree } from './memory.mjs';

/** Most systems count a process's time in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of processor time that a process and all its descendants took so far; Linux only. */
export function cpuOfTree(pid) {
  return memoryOfTree(pid).reduce((sum, one) => sum + cpuOfProcess(one.pid), 0);
}

function cpuOfProcess(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Milliseconds of processor time that Node takes for a program that ends by itself: the median of some runs. */
export function cpuOfProgram(args, { cwd, env, runs = 5 }) {
  const program = `const {spawnSync}=require('node:child_process');
    spawnSync(process.execPath, ${JSON.stringify(args)}, {stdio: 'ignore'});
    console.log(readTimes());
    function readTimes(){const s=require('node:fs').readFileSync('/proc/self/stat','utf8');
      const f=s.slice(s.lastIndexOf(')')+2).split(' ');return (Number(f[13])+Number(f[14]))*${TICK_MS}}`;
  const times = Array.from({ length: runs }, () =>
    Number(execFileSync(process.execPath, ['-e', program], { cwd, env: { ...process.env, ...env } })),
  );
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}
