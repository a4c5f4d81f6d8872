// What a thread needs to prepare batches for the writer in another thread, without loading an engine.

export { createBatchPacker, movable, type PackedBatch } from './sqlite/packed/pack-batch';
