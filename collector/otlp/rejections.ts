import { FaaslensError } from '@/core/errors';
import { MAX_ITEMS } from './limits';

/** What was rejected from a body. A message with count 0 is a warning; '' means that nothing was rejected. */
export interface Rejected {
  readonly count: number;
  readonly message: string;
}

const MOST_REASONS = 3;

/** Counts the items of a body and those refused, and summarises the refusals in one line. */
export class Tally {
  private items = 0;
  private count = 0;
  private readonly reasons = new Map<string, number>();
  private readonly warnings = new Set<string>();

  constructor(private readonly things: 'spans' | 'log records' | 'data points') {}

  /**
   * Counts one span, event, link or log record.
   * @throws FaaslensError `too_large` when the body has more of them than memory allows.
   */
  item(): void {
    this.items += 1;
    if (this.items > MAX_ITEMS) {
      throw new FaaslensError(
        'too_large',
        `the body has more than ${MAX_ITEMS} spans, events, links or log records: send smaller batches`,
      );
    }
  }

  refuse(reason: string, count = 1): void {
    this.count += count;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
  }

  warn(text: string): void {
    this.warnings.add(text);
  }

  rejected(): Rejected {
    const reasons = [...this.reasons].sort((one, other) => other[1] - one[1]);
    const parts = reasons.slice(0, MOST_REASONS).map(([reason, count]) => `${reason} (${count})`);
    if (reasons.length > MOST_REASONS) parts.push(`and ${reasons.length - MOST_REASONS} other reasons`);
    const refused = parts.length === 0 ? [] : [`${this.things} rejected: ${parts.join('; ')}`];
    return { count: this.count, message: [...refused, ...this.warnings].join('. ') };
  }
}
