import { readdirSync, readFileSync } from 'node:fs';

/** Resident and proportional memory in MB of a process and all its descendants; Linux only. */
export function memoryOfTree(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`);
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const tree = [pid];
  for (const id of tree)
    tree.push(...[...parents].filter(([, parent]) => parent === id).map(([child]) => child));
  return tree.map(memoryOfProcess);
}

/** Resident and proportional memory in MB of one process with its threads; zeros when it is gone. */
export function memoryOfProcess(id) {
  const rollup = read(`/proc/${id}/smaps_rollup`) ?? '';
  const megabytes = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
  return {
    pid: id,
    command: (read(`/proc/${id}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
    rssMb: megabytes('Rss'),
    pssMb: megabytes('Pss'),
  };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
