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

/** A stream of events never ends: it is read for so long. Everything else ends by itself. */
const STREAM_MS = 1_500;
const MOST_MS = 30_000;
/** So many at once; more only wait for each other. */
const AT_ONCE = 8;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

export function ask(base: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      { agent, hostname, port, method, path, headers: { ...length, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        const finish = () => {
          clearTimeout(timer);
          resolve({
            status: answer.statusCode ?? 0,
            location: answer.headers.location ?? '',
            text: `${answer.statusCode} ${answer.rawHeaders.join('\n')}\n\n${Buffer.concat(chunks)}`,
          });
        };
        const isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true;
        const cut = () => {
          answer.destroy();
          finish();
        };
        const timer = setTimeout(cut, isStream ? STREAM_MS : MOST_MS);
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
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
