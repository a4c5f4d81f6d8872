import type { EncodedRecord } from './otlp-json';

/** What could not be sent yet, within bounds; the oldest records go first when it is full. */
export class PendingBuffer {
  private records: EncodedRecord[] = [];
  private characters = 0;

  constructor(
    private readonly onDrop: () => void,
    private readonly maxRecords = 512,
    private readonly maxCharacters = 1024 * 1024,
  ) {}

  add(records: readonly EncodedRecord[]): void {
    for (const record of records) {
      this.records.push(record);
      this.characters += record.json.length;
    }
    let excess = 0;
    while (this.records.length - excess > this.maxRecords || this.characters > this.maxCharacters) {
      this.characters -= this.records[excess]?.json.length ?? 0;
      excess += 1;
    }
    if (excess === 0) return;
    this.records.splice(0, excess);
    this.onDrop();
  }

  /** Everything, oldest first; the buffer is empty afterwards. */
  takeAll(): readonly EncodedRecord[] {
    const taken = this.records;
    this.records = [];
    this.characters = 0;
    return taken;
  }
}
