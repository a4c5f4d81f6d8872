import { parentPort, workerData } from 'node:worker_threads';
import { openCheckpointer } from '@/core/store/checkpointer';
import { serveCalls } from '@/core/thread/calls';

/** The calls that the thread answers; see `Checkpointer`. */
export type CheckpointHandlers = { readonly pass: () => void; readonly close: () => void };

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const checkpointer = openCheckpointer(workerData as string);
serveCalls(port, {
  pass: () => checkpointer.pass(),
  close() {
    checkpointer.close();
    // After the answer is sent.
    setImmediate(() => port.close());
  },
} satisfies CheckpointHandlers);
