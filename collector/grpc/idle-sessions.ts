import type { Http2Session } from 'node:http2';

export interface IdleLimits {
  /** Until the first call. */
  readonly firstMs: number;
  /** Between calls. */
  readonly idleMs: number;
  /** Between saying goodbye and hanging up. */
  readonly graceMs: number;
}

/**
 * Ends a session that has had no call for a while. Pings do not count: they keep a connection open, not in use. Clients
 * connect again by themselves.
 */
export function closeWhenIdle(session: Http2Session, { firstMs, idleMs, graceMs }: IdleLimits): void {
  let calls = 0;
  let timer: NodeJS.Timeout;
  const wait = (ms: number) => {
    timer = setTimeout(() => {
      session.close();
      timer = setTimeout(() => session.destroy(), graceMs);
    }, ms);
  };
  wait(firstMs);
  session.on('stream', (stream) => {
    calls += 1;
    clearTimeout(timer);
    stream.once('close', () => {
      calls -= 1;
      if (calls === 0 && !session.closed) wait(idleMs);
    });
  });
  session.once('close', () => clearTimeout(timer));
}
