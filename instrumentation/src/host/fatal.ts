import type { Worker as NodeWorker } from 'node:worker_threads';

/**
 * Tells errors that nobody catches, before the process ends by them. What the process does about them stays as it is.
 *
 * @returns stops telling
 */
export function watchFatalErrors(tell: (error: unknown) => void): () => void {
  process.on('uncaughtExceptionMonitor', tell);
  // Where somebody listens to rejections they do not become exceptions; where nobody does, listening would tame them.
  const isHandled = process.listenerCount('unhandledRejection') > 0;
  if (isHandled) process.prependListener('unhandledRejection', tell);
  return () => {
    process.removeListener('uncaughtExceptionMonitor', tell);
    process.removeListener('unhandledRejection', tell);
  };
}

/** A POST request. */
export interface PostNow {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const MAX_THREAD_START_MS = 1_000;

// Runs in a thread of its own, because the event loop of the dying one will not turn again.
const STARTED = 1;
const ENDED = 2;
const SCRIPT = `
const { workerData: { requests, done } } = require('node:worker_threads');
Atomics.store(done, 0, ${STARTED});
Atomics.notify(done, 0);
let open = requests.length;
const ended = () => { if (--open === 0) { Atomics.store(done, 0, ${ENDED}); Atomics.notify(done, 0); } };
for (const { url, headers, body } of requests) {
  const { request } = require(url.startsWith('https:') ? 'node:https' : 'node:http');
  const sent = request(url, { method: 'POST', headers: { ...headers, 'content-length': body.length } }, (answer) =>
    answer.resume().once('close', ended));
  sent.once('error', ended);
  sent.end(body);
}`;

/** Sends `requests` while this thread waits, for `timeoutMs` at most. Never throws; failures are nobody's any more. */
export function postNow(requests: readonly PostNow[], timeoutMs: number): void {
  if (requests.length === 0) return;
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const done = new Int32Array(new SharedArrayBuffer(4));
  const worker: NodeWorker = new Worker(SCRIPT, { eval: true, execArgv: [], workerData: { requests, done } });
  worker.on('error', () => {});
  worker.unref();
  // Starting the thread takes some 30 ms, on a busy machine more; only then does the time of the receiver run.
  Atomics.wait(done, 0, 0, MAX_THREAD_START_MS);
  Atomics.wait(done, 0, STARTED, timeoutMs);
}
