/** A waiting item; its size stands for the work it takes. */
export interface Queued {
  readonly bytes: number;
}

/** The fixed cost of a request, expressed in bytes. */
const REQUEST_BYTES = 4_096;

interface Line<Item> {
  readonly items: Item[];
  /** Position of the line: bytes taken from it, counted from the position of the others when it began. */
  at: number;
}

/**
 * A fair queue: one line per sender, and the line served least goes next. A sender that submits a lot waits for itself and
 * does not delay others. Within a line, order is kept.
 */
export class IngestQueue<Item extends Queued> {
  private readonly lines = new Map<string, Line<Item>>();
  /** Position of the line served last. A new line begins there, so that idling earns no credit. */
  private served = 0;

  push(sender: string, item: Item): void {
    const line = this.lines.get(sender);
    if (!line) this.lines.set(sender, { items: [item], at: this.served });
    else {
      if (line.items.length === 0) line.at = Math.max(line.at, this.served);
      line.items.push(item);
    }
  }

  /** The next item; undefined when nothing waits. */
  shift(): Item | undefined {
    let next: Line<Item> | undefined;
    for (const [sender, line] of this.lines) {
      // An empty line is remembered only while it is ahead of where a new line would begin.
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
