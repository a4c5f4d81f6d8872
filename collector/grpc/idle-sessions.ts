import type { Http2Session } from 'node:http2';

export interface IdleLimits {
  /** Until the first call. */
  readonly firstMs: number;
  /** Between calls. */
  readonly idleMs: number;
  /** Between GOAWAY and closing the connection. */
  readonly graceMs: number;
}

/**
 * Ends a session that has had no call for a while. Pings do not count as use: they only keep the connection open. Clients
 * reconnect by themselves.
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
