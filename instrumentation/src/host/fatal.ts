import type { Worker as NodeWorker } from 'node:worker_threads';

const EXCEPTION = 'uncaughtExceptionMonitor';
const REJECTION = 'unhandledRejection';

/**
 * Tells errors that nobody catches, before the process ends by them. What the process does about them stays as it is.
 *
 * @param tell told whether it may be the end: a process that outlived one such error is taken to outlive the others
 * @returns stops telling
 */
export function watchFatalErrors(tell: (error: unknown, isEnd: boolean) => void): () => void {
  let isEnd = true;
  const listener = (error: unknown) => {
    tell(error, isEnd);
    setImmediate(() => {
      isEnd = false;
    }).unref();
  };
  process.on(EXCEPTION, listener);
  // Where somebody listens to rejections they do not become exceptions; where nobody does, listening would tame them.
  const isHandled = process.listenerCount(REJECTION) > 0;
  if (isHandled) process.prependListener(REJECTION, listener);
  return () => {
    process.removeListener(EXCEPTION, listener);
    process.removeListener(REJECTION, listener);
  };
}

/** A POST request. */
export interface PostNow {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

// Starting a thread takes some 30 ms, on a busy machine much more; only then does the receiver's time run.
const MAX_START_MS = 1_000;

// Runs in a thread of its own, because the event loop of the dying one will not turn again.
// Short, because no bundler shortens it.
const SCRIPT = `
const { workerData: { requests, done } } = require('node:worker_threads');
let open = requests.length;
const end = () => --open || (Atomics.store(done, 0, 1), Atomics.notify(done, 0));
for (const { url, headers, body } of requests) require(url.split(':')[0])
.request(url, { method: 'POST', headers: { ...headers, 'content-length': body.length } }, (a) => a.resume().once('close', end))
.once('error', end).end(body)`;

/** Sends `requests` while this thread waits, for `timeoutMs` and a thread's start at most. Never throws; failures are nobody's any more. */
export function postNow(requests: readonly PostNow[], timeoutMs: number): void {
  if (requests.length === 0) return;
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const done = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { requests, done };
  const worker: NodeWorker = new Worker(SCRIPT, { eval: true, execArgv: [], workerData });
  worker.on('error', () => {});
  worker.unref();
  Atomics.wait(done, 0, 0, MAX_START_MS + timeoutMs);
}
