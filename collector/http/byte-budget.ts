import { FaaslensError } from '@/core/errors';

/** One request's share of the budget. */
export interface Reservation {
  /**
   * Checks whether `bytes` would fit now, before work is spent on them; reserves nothing.
   * @throws FaaslensError `overloaded` as `take` would.
   */
  expect(bytes: number): void;
  /** @throws FaaslensError `overloaded` when memory is short, in total or for this sender, and after `release`. */
  take(bytes: number): void;
  /** Returns everything; called once. */
  release(): void;
}

/** A sender may hold this many times what would remain free: two thirds of everything when alone, less beside others. */
const SHARE_OF_FREE = 2;

/**
 * Bounds the bytes that all requests in progress hold together, so that no number of senders can exhaust memory, and keeps
 * room for small senders: however many hold as much as they may, some is left for another one. A request that is the only
 * one in progress may hold more, so that the largest body gets through in a quiet moment.
 */
export class ByteBudget {
  private used = 0;
  private readonly bySender = new Map<string, number>();

  /** `maxAlone`: what a request may hold when it is the only one; at least `maxBytes`. */
  constructor(
    private readonly maxBytes: number,
    private readonly maxAlone = maxBytes,
  ) {}

  /** `sender` is the request's key, '' for none. */
  open(sender: string): Reservation {
    let held = 0;
    let isOpen = true;
    return {
      expect: (bytes) => this.check(sender, bytes, this.used === held),
      take: (bytes) => {
        // A read that outlives its request would hold bytes that nobody returns.
        if (!isOpen) throw new FaaslensError('overloaded', 'the request is over');
        this.check(sender, bytes, this.used === held);
        held += bytes;
        this.add(sender, bytes);
      },
      release: () => {
        isOpen = false;
        this.add(sender, -held);
        held = 0;
      },
    };
  }

  private check(sender: string, bytes: number, isAlone: boolean): void {
    const free = (isAlone ? this.maxAlone : this.maxBytes) - this.used - bytes;
    const mine = (this.bySender.get(sender) ?? 0) + bytes;
    if (free < 0 || (!isAlone && mine > SHARE_OF_FREE * free))
      throw new FaaslensError('overloaded', 'too many bytes are being received at once: try again');
  }

  private add(sender: string, bytes: number): void {
    this.used += bytes;
    const mine = (this.bySender.get(sender) ?? 0) + bytes;
    if (mine === 0) this.bySender.delete(sender);
    else this.bySender.set(sender, mine);
  }
}
