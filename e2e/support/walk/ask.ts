import { Agent, request } from 'node:http';

export interface Asked {
  readonly method: string;
  /** Sent as it is, so that no client tidies it up. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly location: string;
  /** Status, headers and body: everything that comes over the wire. */
  readonly text: string;
}

/** A stream never ends: it is read to the end of its first event, which it tells as soon as it can. All else ends by itself. */
const EVENT = /^event: .+\ndata: .*\n\n/m;
const MOST_MS = 60_000;
/** So many at once; more only wait for each other. */
const AT_ONCE = 8;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** @throws when the answer, or the first event of a stream, does not end within a minute */
export function ask(base: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      { agent, hostname, port, method, path, headers: { ...length, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        const received = () => Buffer.concat(chunks).toString();
        const finish = () => {
          clearTimeout(timer);
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            text: `${answer.statusCode} ${answer.rawHeaders.join('\n')}\n\n${received()}`,
          });
        };
        const isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true;
        const timer = setTimeout(() => {
          reject(
            new Error(
              `${method} ${path} has not ended after ${MOST_MS / 1000} s: ${received().slice(0, 300)}`,
            ),
          );
          answer.destroy();
        }, MOST_MS);
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (!isStream || !EVENT.test(received())) return;
          finish();
          answer.destroy();
        });
        answer.once('end', finish);
        answer.once('error', finish);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Asks them all, some at once, and hands each answer over. */
export async function askAll<Kind extends Asked>(
  base: string,
  all: readonly Kind[],
  judge: (asked: Kind, answered: Answered) => void,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < all.length) {
      const asked = all[next];
      next += 1;
      if (asked) judge(asked, await ask(base, asked));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
