import type { EncodedRecord } from './otlp-json';

/** What could not be sent yet, within bounds; the oldest records go first when it is full. */
export interface PendingBuffer {
  add(records: readonly EncodedRecord[]): void;
  /** Everything, oldest first; the buffer is empty afterwards. */
  takeAll(): readonly EncodedRecord[];
}

const MAX_RECORDS = 512;
const MAX_CHARACTERS = 1024 * 1024;

/** @param onDrop told when records are lost */
export function createPending(onDrop: () => void): PendingBuffer {
  const kept: EncodedRecord[] = [];
  return {
    add(records) {
      kept.push(...records);
      let characters = 0;
      const lost = kept.findLastIndex(({ json }, index) => {
        characters += json.length;
        return characters > MAX_CHARACTERS || kept.length - index > MAX_RECORDS;
      });
      if (lost < 0) return;
      kept.splice(0, lost + 1);
      onDrop();
    },
    takeAll: () => kept.splice(0),
  };
}
