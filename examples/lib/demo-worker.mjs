// One execution environment of one demo function, in a thread: a process each would cost five times the memory.
import { parentPort, workerData } from 'node:worker_threads';
import { invoke, loadHandler } from './lambda-host.mjs';

// In a thread performance.now() counts from the start of the process, but this environment starts here.
const now = performance.now.bind(performance);
const started = performance.nodeTiming.environment;
Object.defineProperty(performance, 'now', { value: () => now() - started });

const handler = await loadHandler(workerData);
parentPort.on('message', async (event) => {
  parentPort.postMessage(await invoke(handler, event, workerData));
});
