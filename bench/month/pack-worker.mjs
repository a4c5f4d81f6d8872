// A thread that makes a month of traffic and packs it for the writer, as the ingest thread of a service does: one batch is
// made while another is written. Sends each batch when it is asked for one; samples with the last.
import { parentPort, workerData } from 'node:worker_threads';
import { importEngine } from '../bundle.mjs';
import { batchesOfMonth } from './fill.mjs';

const { createBatchPacker, movable } = await importEngine();
const pack = createBatchPacker();
const batches = batchesOfMonth(workerData);
let wanted = 0;
let isDone = false;
parentPort.on('message', () => {
  wanted += 1;
  while (wanted > 0 && !isDone) {
    wanted -= 1;
    const { value, done } = batches.next();
    isDone = done;
    if (done) parentPort.postMessage({ samples: value });
    else {
      const { batch, memory } = movable(pack(value.batch));
      parentPort.postMessage({ batch, made: value.made }, memory);
    }
  }
});
