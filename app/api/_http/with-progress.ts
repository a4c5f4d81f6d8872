import { type FaaslensErrorCode, isFaaslensError } from '@/core/errors';
import { API_HEADERS } from './errors';

type Run<Result> = (options: {
  readonly signal: AbortSignal;
  readonly progress: (done: number) => void;
}) => Promise<Result>;

type Line<Result> =
  | { readonly progress: number }
  | { readonly result: Result }
  | { readonly error: { readonly code: FaaslensErrorCode; readonly message: string } };

/** A proxy may close a connection that is silent for a minute. */
const PROGRESS_MS = 250;

/**
 * Runs something long. A caller that accepts `application/x-ndjson` gets its progress line by line and the result on the last
 * line; any other gets only the result. If the client disconnects, it is cancelled.
 */
export async function withProgress<Result>(request: Request, run: Run<Result>): Promise<Result | Response> {
  const wantsLines = /\bapplication\/x-ndjson\b/i.test(request.headers.get('accept') ?? '');
  if (!wantsLines) return run({ signal: request.signal, progress: () => undefined });

  const cancelled = new AbortController();
  const signal = AbortSignal.any([request.signal, cancelled.signal]);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder();
      const send = (line: Line<Result>) => controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      let toldAt = Number.NEGATIVE_INFINITY;
      const progress = (done: number) => {
        const now = performance.now();
        if (now - toldAt < PROGRESS_MS || signal.aborted) return;
        toldAt = now;
        send({ progress: done });
      };
      try {
        send({ result: await run({ signal, progress }) });
      } catch (error) {
        if (signal.aborted) return;
        if (!isFaaslensError(error)) throw error;
        send({ error: { code: error.code, message: error.message } });
      }
      controller.close();
    },
    cancel: () => cancelled.abort(),
  });
  return new Response(body, { headers: { ...API_HEADERS, 'Content-Type': 'application/x-ndjson' } });
}
