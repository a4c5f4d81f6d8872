// One execution environment of one demo function, in a thread: a process each would cost five times the memory.
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { invoke, loadHandler } from './lambda-host.mjs';

// In a thread performance.now() counts from the start of the process, but this environment starts here.
const now = performance.now.bind(performance);
const started = performance.nodeTiming.environment;
Object.defineProperty(performance, 'now', { value: () => now() - started });

// The memory of the process is that of all environments together; of one it is an engine's and what this thread holds.
const ENGINE_KB = 50 * 1024;
const usage = process.resourceUsage.bind(process);
let peakKb = 0;
process.resourceUsage = () => {
  peakKb = Math.max(peakKb, ENGINE_KB + getHeapStatistics().total_physical_size / 1024);
  return { ...usage(), maxRSS: peakKb };
};

const handler = await loadHandler(workerData);
parentPort.on('message', async (event) => {
  parentPort.postMessage(await invoke(handler, event, workerData));
});
