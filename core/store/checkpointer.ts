// What the thread that checkpoints the write-ahead log needs, without loading the rest of an engine.

export { openCheckpointer } from './sqlite/checkpoints/open-checkpointer';
