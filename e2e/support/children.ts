import { execFileSync } from 'node:child_process';

export interface Child {
  readonly pid: number;
  readonly command: string;
}

/** The children of a process, read from the kernel's table. */
export function childrenOf(parentPid: number | undefined): readonly Child[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === parentPid ? [{ pid: Number(pid), command }] : [];
  });
}
