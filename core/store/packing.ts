// What a thread needs that prepares batches for the writer in another one: no engine is loaded for it.

export { createBatchPacker, movable, type PackedBatch } from './sqlite/packed/pack-batch';
