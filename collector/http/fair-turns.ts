import { setImmediate } from 'node:timers/promises';

interface Line {
  running: number;
  /** Sequence number of its latest start; 0 before the first. */
  started: number;
  readonly waiting: (() => void)[];
}

/** Runs a piece of work when its turn comes. */
export type Turn = <Result>(work: () => Result | Promise<Result>) => Promise<Result>;

/**
 * Limits how many pieces of work run at once on what all senders share: the decompression threads and the main thread. The
 * sender with the least in progress goes next, in rotation among equals, and a single sender never takes the last slot.
 * Between two pieces, the thread handles newly arrived events.
 */
export class FairTurns {
  private readonly lines = new Map<string, Line>();
  private running = 0;
  private starts = 0;

  /** `most` is the number of pieces that may run at once, for all senders together; at least 2. */
  constructor(private readonly most: number) {}

  /** Resolves and rejects as the work does. A sender's own order is kept. */
  async run<Result>(sender: string, work: () => Result | Promise<Result>): Promise<Result> {
    const line = this.lines.get(sender) ?? { running: 0, started: 0, waiting: [] };
    this.lines.set(sender, line);
    if (line.waiting.length > 0 || !this.mayStart(line))
      await new Promise<void>((resolve) => line.waiting.push(resolve));
    else this.start(line);
    try {
      return await work();
    } finally {
      this.end(sender, line);
    }
  }

  private mayStart({ running }: Line): boolean {
    return this.running < this.most && running < this.most - 1;
  }

  private start(line: Line): void {
    this.starts += 1;
    line.started = this.starts;
    line.running += 1;
    this.running += 1;
  }

  private end(sender: string, line: Line): void {
    line.running -= 1;
    this.running -= 1;
    if (line.running === 0 && line.waiting.length === 0) this.lines.delete(sender);
    void setImmediate().then(() => this.startNext());
  }

  private startNext(): void {
    let next: Line | undefined;
    for (const line of this.lines.values())
      if (line.waiting.length > 0 && this.mayStart(line) && (!next || isBefore(line, next))) next = line;
    if (!next) return;
    this.start(next);
    next.waiting.shift()?.();
  }
}

function isBefore(line: Line, other: Line): boolean {
  return line.running === other.running ? line.started < other.started : line.running < other.running;
}
