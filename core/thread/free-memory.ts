import { MessageChannel } from 'node:worker_threads';

const { port1: closed } = new MessageChannel();
closed.close();

/**
 * Frees the memory at once, leaving the buffer empty. Otherwise a buffer that has lived for a while is only freed by a full
 * garbage collection, which large buffers do not trigger.
 */
export function freeMemory(memory: ArrayBuffer): void {
  // Memory transferred to a closed port is freed.
  closed.postMessage(null, [memory]);
}
