import type { Route } from './routes';

export interface ReadEvent<Data> {
  readonly id: string;
  readonly data: Data;
}

export interface Events {
  /** The next event of this name; others are skipped. Fails if the stream ends first. */
  next<Data>(name: string): Promise<ReadEvent<Data>>;
  close(): Promise<void>;
}

/** Opens a stream of server-sent events as a browser on this machine would. */
export async function readEvents(
  handle: Route['handle'],
  {
    query = '',
    headers = {},
  }: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Events> {
  const hangUp = new AbortController();
  const request = new Request(`http://localhost:3000/api/v1/any${query}`, {
    headers: { host: 'localhost:3000', ...headers },
    signal: hangUp.signal,
  });
  const response = await handle(request, { params: Promise.resolve(undefined) });
  if (response.status !== 200 || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next<Data>(name: string): Promise<ReadEvent<Data>> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const lines = text.slice(0, end).split('\n');
          text = text.slice(end + 2);
          const field = (key: string) =>
            lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
          if (field('event') === name) return { id: field('id'), data: JSON.parse(field('data')) as Data };
          continue;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before ${name}`);
        text += value;
      }
    },
    async close() {
      hangUp.abort();
      await reader.cancel().catch(() => {});
    },
  };
}
