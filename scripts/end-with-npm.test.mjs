import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { npm } from '../bin/driver.mjs';
import { endWithNpm } from '../bin/end-with-npm.mjs';

const MODULE = new URL('../bin/end-with-npm.mjs', import.meta.url).href;
const PROGRAM = `
  import { endWithNpm } from '${MODULE}';
  endWithNpm(process.env);
  process.on('SIGTERM', () => { console.log('asked to end'); process.exit(); });
  console.log('pid=' + process.pid);
  setTimeout(() => console.log('went on'), Number(process.argv[2]));
`;
const SCRIPTS = {
  start: 'node faaslens.mjs 20000 2>&1 && echo over',
  behind: 'node faaslens.mjs 3000 & sleep 1',
  other: 'node other.mjs 3000',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-npm-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: SCRIPTS }));
  for (const name of ['faaslens', 'other']) writeFileSync(join(folder, `${name}.mjs`), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the program prints until it has ended, when npm gets a SIGTERM as soon as the program runs. */
async function afterEndOfNpm(script) {
  const [command, ...first] = npm();
  const child = spawn(command, [...first, 'run', '--silent', script], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (output.includes('pid=')) child.kill('SIGTERM');
  });
  // The program holds the pipe for as long as it lives.
  await once(child.stdout, 'close');
  return output.replace(/pid=\d+\n/, '');
}

it('a SIGTERM to npm, which its shell keeps to itself, ends what npm started', async () => {
  expect(await afterEndOfNpm('start')).toBe('asked to end\n');
});

it('what a script sends to the background outlives npm', async () => {
  expect(await afterEndOfNpm('behind')).toBe('went on\n');
});

it('a process that only inherits the settings of npm, as one of a script of somebody else does, is left alone', async () => {
  expect(await afterEndOfNpm('other')).toBe('went on\n');
});

it('nothing is looked at on Windows, where it would cost time and tell nothing', () => {
  const looking = vi.spyOn(globalThis, 'setInterval').mockReturnValue({ unref() {} });
  endWithNpm({ npm_lifecycle_script: 'faaslens start' }, 'win32');
  expect(looking).not.toHaveBeenCalled();
  endWithNpm({ npm_lifecycle_script: 'faaslens start' }, 'darwin');
  expect(looking).toHaveBeenCalledOnce();
  looking.mockRestore();
});
