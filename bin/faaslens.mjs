#!/usr/bin/env node
// Starts the command. In a checkout it first installs and builds what is missing or stale; the verbs live in cli/.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`faaslens: Node ${process.versions.node} is too old; version 20.19 or newer is needed`);
  process.exit(1);
}

try {
  if (existsSync(`${root}scripts/prepare.mjs`)) {
    const { prepare } = await import('../scripts/prepare.mjs');
    await prepare(root);
  }
  const { runCli } = await import(pathToFileURL(`${root}dist/cli.js`).href);
  process.exitCode = await runCli(process.argv.slice(2), { root });
} catch (error) {
  console.error(`faaslens: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
