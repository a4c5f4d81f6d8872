// npm run dev: the service from the checkout; workers and command are rebuilt and restarted when a source changes.
// The dashboard runs as built by `npm run build`; for work on screens run `npx next dev` beside it.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';
import { step } from './steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['cli', 'collector', 'core', 'instrumentation/src', 'prisma/schema.prisma'];

let child = null;
let timer = null;
let busy = Promise.resolve();

async function restart() {
  await step('rebuild', process.execPath, ['scripts/build.mjs', '--workers'], { cwd: root }).catch((error) =>
    console.error(error.message),
  );
  if (child) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  child = spawn(
    process.execPath,
    [
      '-e',
      `import('./dist/cli.js').then(({ runCli }) => runCli(['start'], { root: ${JSON.stringify(root)}, base: ${JSON.stringify(root)} }))`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
}

await prepare(root);
await restart();
for (const path of FOLDERS) {
  watch(`${root}${path}`, { recursive: true }, (_event, name) => {
    if (name?.endsWith('.test.ts')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      busy = busy.then(restart);
    }, 300);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (!child || child.exitCode !== null) process.exit(0);
    child.once('exit', () => process.exit(0));
    child.kill('SIGTERM');
  });
}
