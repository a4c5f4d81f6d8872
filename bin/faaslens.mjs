#!/usr/bin/env node
// Starts the command. In a checkout it first installs and builds what is missing or stale; the verbs live in cli/.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileDriver, needsCompiling } from './driver.mjs';
import { endWithNpm } from './end-with-npm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 14) || major >= 24)) {
  console.error(
    `faaslens: Node ${process.versions.node} does not fit; 20.19, 22.14 or 24 and newer of each do`,
  );
  process.exit(1);
}

endWithNpm(process.env);

const isHelp = process.argv[2] === 'help' || process.argv.some((word) => ['--help', '-h'].includes(word));
// Whoever has read enough, as `head` has, ends a verb; a service goes on without its reader.
const isService = [undefined, 'start', 'demo', 'collect'].includes(process.argv[2]);
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isService) process.exit(0);
});

// An update of an installed package replaces its folder: nothing of its user may lie there.
const isCheckout = existsSync(`${root}scripts/prepare.mjs`);
const base = isCheckout ? root : process.cwd();

try {
  // Only a start may install and build: under a service that runs, nothing may be replaced for a look at its keys.
  const starts = !isHelp && [undefined, 'start', 'demo'].includes(process.argv[2]);
  if (isCheckout && (starts || !existsSync(`${root}dist/cli.js`))) {
    const { prepare } = await import('../scripts/prepare.mjs');
    await prepare(root);
  } else if (!isHelp && needsCompiling()) {
    console.log('Compiling the SQLite driver (once, a minute or two)');
    await compileDriver();
  }
  const { runCli } = await import(pathToFileURL(`${root}dist/cli.js`).href);
  process.exitCode = await runCli(process.argv.slice(2), { root, base });
} catch (error) {
  console.error(`faaslens: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
