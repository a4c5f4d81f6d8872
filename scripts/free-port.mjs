import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Above those that fetch and browsers refuse, the last of which is 10080, and below those that the system chooses: from
 * these it also serves the connections that others open.
 */
const FROM = 11_000;
const TO = 32_000;

/**
 * A port that was free a moment ago, and that no other caller is told, in this process or another, while this process
 * lives: some start their server only after others have looked for a port.
 * @param {number} [from] the lowest that it may be
 * @param {number} [to] the first that it may not be
 * @returns {Promise<number>}
 */
export async function freePort(from = FROM, to = TO) {
  for (;;) {
    const port = randomInt(from, to);
    if (claim(port) && (await isFree(port))) return port;
  }
}

async function isFree(port) {
  const server = createServer();
  const isListening = await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isListening) return false;
  server.close();
  await once(server, 'close');
  return true;
}

/** The files of claims, which this process takes away as it ends; what a killed one leaves is one port less. */
const claims = [];

function claim(port) {
  const file = join(tmpdir(), `faaslens-port-${port}`);
  try {
    writeFileSync(file, '', { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
  if (claims.length === 0) process.once('exit', giveBack);
  claims.push(file);
  return true;
}

function giveBack() {
  for (const file of claims) rmSync(file, { force: true });
}
