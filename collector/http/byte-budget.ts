import { FaaslensError } from '@/core/errors';

/** One request's share of the budget. */
export interface Reservation {
  /** @throws FaaslensError `overloaded` when the bytes of all requests under way would exceed the budget. */
  take(bytes: number): void;
  /** Gives everything back; may be called again. */
  release(): void;
}

/** Bounds the bytes that all requests under way hold together, so that no number of senders can exhaust memory. */
export class ByteBudget {
  private used = 0;

  constructor(private readonly maxBytes: number) {}

  open(): Reservation {
    let held = 0;
    return {
      take: (bytes) => {
        if (this.used + bytes > this.maxBytes) {
          throw new FaaslensError('overloaded', 'too many bytes are being received at once: try again');
        }
        held += bytes;
        this.used += bytes;
      },
      release: () => {
        this.used -= held;
        held = 0;
      },
    };
  }
}
