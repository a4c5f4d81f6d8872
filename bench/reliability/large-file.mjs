import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { startService } from '../start-service.mjs';
import { encodeTraces } from '../workload/otlp.mjs';
import { missing, mustTake, overview } from './requests.mjs';

const SENDERS = 4;
const SPANS_A_REQUEST = 32;
const VALUES_A_SPAN = 8;
const VALUE_BYTES = 12_000;
const LOOKS = 20;

/**
 * R4, R18: a database larger than so many GiB, of spans with long attributes that hardly get smaller; how soon it is
 * taken up after a kill, and how long lists take. Null where the disk has no room for it.
 */
export async function largeFile({ gibibytes }) {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < 3 * gibibytes * 2 ** 30) return null;
  const first = await startService();
  const { databaseFile } = first;
  let service = first;
  try {
    const acknowledged = [];
    const isLarge = () => statSync(databaseFile).size > gibibytes * 2 ** 30;
    const send = async () => {
      while (!isLarge()) {
        const traceId = randomBytes(16).toString('hex');
        const response = await fetch(`${first.otlp}/v1/traces`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-protobuf' },
          body: encodeTraces(longSpans(traceId)),
        });
        await response.arrayBuffer();
        if (response.status === 200) acknowledged.push(traceId);
        else if (response.status !== 503) throw new Error(`was answered ${response.status}`);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    first.child.removeAllListeners('exit');
    const ended = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await ended;
    service = await startService({ dataDir: dirname(databaseFile) });
    await mustTake(service);
    const looks = [];
    for (const path of ['traces', 'invocations', 'logs', 'errors'])
      looks.push(...(await timesOf(`${service.url}/api/v1/${path}?from=now-1h&to=now`)));
    looks.push(...(await timesOf(overview(service))));
    looks.sort((a, b) => a - b);
    await service.end();
    return {
      gibibytes: Math.round((statSync(databaseFile).size / 2 ** 30) * 10) / 10,
      spans: acknowledged.length * SPANS_A_REQUEST,
      lost: missing(databaseFile, acknowledged),
      readyMs: Math.round(service.readyMs),
      listsMs: { p50: Math.round(at(looks, 0.5)), p95: Math.round(at(looks, 0.95)) },
    };
  } finally {
    await service.stop();
  }
}

function longSpans(traceId) {
  const now = BigInt(Date.now()) * 1_000_000n;
  const resource = { attributes: { 'service.name': 'large', 'faas.name': 'large' } };
  const scope = { name: 'bench', version: '1' };
  return Array.from({ length: SPANS_A_REQUEST }, (_, index) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: null,
    name: 'work',
    kind: 'internal',
    startNs: now - 1_000_000n * BigInt(index + 1),
    endNs: now,
    attributes: Object.fromEntries(
      Array.from({ length: VALUES_A_SPAN }, (_, value) => [
        `value.${value}`,
        randomBytes((VALUE_BYTES * 3) / 4).toString('base64'),
      ]),
    ),
    events: [],
    status: 'unset',
    statusMessage: '',
    flags: 0,
    resource,
    scope,
  }));
}

async function timesOf(url) {
  const times = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const began = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    times.push(performance.now() - began);
  }
  return times;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
