// What the thread needs that brings the write-ahead log into the file: nothing else of an engine is loaded for it.

export { openCheckpointer } from './sqlite/checkpoints/open-checkpointer';
