import { FaaslensError } from '@/core/errors';

/** One request's share of the budget. */
export interface Reservation {
  /**
   * Asks whether so many bytes would fit now, before work is put into them; holds nothing.
   * @throws FaaslensError `overloaded` as `take` would.
   */
  expect(bytes: number): void;
  /** @throws FaaslensError `overloaded` when memory is short, for all or for this sender, and after `release`. */
  take(bytes: number): void;
  /** Gives everything back; called once. */
  release(): void;
}

/** A sender may hold so many times what would still be free: alone two thirds of all, beside many of its kind less. */
const SHARE_OF_FREE = 2;

/**
 * Bounds the bytes that all requests under way hold together, so that no number of senders can exhaust memory, and
 * keeps room for senders that hold little: however many hold as much as they may, something is left for another one.
 * A request that is the only one under way may take more, so that the largest body finds its way in a quiet moment.
 */
export class ByteBudget {
  private used = 0;
  private readonly bySender = new Map<string, number>();

  /** `maxAlone`: what a request may hold when it is the only one; at least `maxBytes`. */
  constructor(
    private readonly maxBytes: number,
    private readonly maxAlone = maxBytes,
  ) {}

  /** `sender` is the key that a request came with, '' for none. */
  open(sender: string): Reservation {
    let held = 0;
    let isOpen = true;
    return {
      expect: (bytes) => this.check(sender, bytes, this.used === held),
      take: (bytes) => {
        // What still reads after its request was answered would hold bytes that nobody gives back.
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
