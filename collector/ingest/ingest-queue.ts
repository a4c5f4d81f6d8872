/** What waits, and how much work it is. */
export interface Queued {
  readonly bytes: number;
}

/** What a request costs besides its bytes. */
const REQUEST_BYTES = 4_096;

interface Line<Item> {
  readonly items: Item[];
  /** Where the line stands: what was taken from it, in bytes, counted from where the others stood when it began. */
  at: number;
}

/**
 * Lines up what senders hand in, one line each, and takes from the line that has had the least: a sender that hands in
 * much waits for itself, not the others for it. Within a line the order stays.
 */
export class IngestQueue<Item extends Queued> {
  private readonly lines = new Map<string, Line<Item>>();
  /** Where the line stood that was served last; a new line begins there, so that being idle saves nothing up. */
  private served = 0;

  push(sender: string, item: Item): void {
    const line = this.lines.get(sender);
    if (!line) this.lines.set(sender, { items: [item], at: this.served });
    else {
      if (line.items.length === 0) line.at = Math.max(line.at, this.served);
      line.items.push(item);
    }
  }

  /** The next one; undefined when nothing waits. */
  shift(): Item | undefined {
    let next: Line<Item> | undefined;
    for (const [sender, line] of this.lines) {
      // An empty line is remembered only as long as it would begin further back than a new one.
      if (line.items.length === 0 && line.at <= this.served) this.lines.delete(sender);
      else if (line.items.length > 0 && (!next || line.at < next.at)) next = line;
    }
    const item = next?.items.shift();
    if (!next || !item) return undefined;
    this.served = next.at;
    next.at += item.bytes + REQUEST_BYTES;
    return item;
  }
}
