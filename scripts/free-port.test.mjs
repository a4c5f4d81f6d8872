import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freePort } from './free-port.mjs';

/** Enough for all who ask, and so few that they would be told the same ones. */
const PORTS = 60;
const ASKED = 20;
const ASK = `
import { freePort } from ${JSON.stringify(new URL('./free-port.mjs', import.meta.url).href)};
const [from, to, asked] = process.argv.slice(1).map(Number);
const told = [];
for (let ask = 0; ask < asked; ask += 1) told.push(await freePort(from, to));
console.log(JSON.stringify(told));`;

it('is told to nobody else before its server has started, in this process or another', async () => {
  const from = await freePort();
  const to = from + PORTS;
  const own = await Promise.all(Array.from({ length: ASKED }, () => freePort(from, to)));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    ASK,
    ...[from, to, ASKED].map(String),
  ]);
  expect(new Set([...own, ...JSON.parse(stdout)]).size).toBe(2 * ASKED);
});

it('is none of the lower ones, some of which fetch and browsers refuse', async () => {
  const told = await Promise.all(Array.from({ length: 200 }, () => freePort()));
  expect(Math.min(...told)).toBeGreaterThanOrEqual(11_000);
});
