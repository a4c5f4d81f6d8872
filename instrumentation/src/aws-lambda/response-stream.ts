import { byteLength } from '../host/node';
import { describeHttpResult, statusOf } from '../http/http-result';
import type { ResultDescription } from '../platform';
import { recordOf } from '../value';

type Write = (chunk: unknown, ...rest: unknown[]) => unknown;

interface ResponseStream {
  write?: Write;
  end?: Write;
  _onBeforeFirstWrite?: unknown;
}

/**
 * Watches what a streaming handler writes, without holding anything up.
 *
 * @returns tells the status of an HTTP answer, the bytes of the body and ms until its first byte
 */
export function watchResponseStream(stream: unknown): () => ResultDescription {
  const began = performance.now();
  let bytes = 0;
  let firstAfterMs: number | undefined;
  const count = (chunk: unknown) => {
    if (typeof chunk === 'string') bytes += byteLength(chunk);
    else if (ArrayBuffer.isView(chunk)) bytes += chunk.byteLength;
    else return;
    firstAfterMs ??= Math.round((performance.now() - began) * 1000) / 1000;
  };
  const target = recordOf(stream) as ResponseStream;
  // The stream's `end` may write its last chunk by `write`, which must not count twice.
  let isEnding = false;
  for (const name of ['write', 'end'] as const) {
    const original = target[name];
    if (typeof original !== 'function') continue;
    target[name] = function (this: unknown, chunk: unknown, ...rest: unknown[]) {
      if (!isEnding) count(chunk);
      isEnding ||= name === 'end';
      return Reflect.apply(original, this, [chunk, ...rest]);
    };
  }
  return () => {
    const told = describeHttpResult(preludeStatus(target), bytes);
    return { ...told, attributes: { ...told.attributes, 'faaslens.time_to_first_byte_ms': firstAfterMs } };
  };
}

/** `HttpResponseStream.from` leaves behind what writes the status line, as JSON, ahead of the body. */
function preludeStatus({ _onBeforeFirstWrite: writePrelude }: ResponseStream): number | undefined {
  if (typeof writePrelude !== 'function') return undefined;
  let prelude: unknown;
  try {
    writePrelude((chunk: unknown) => {
      prelude ??= chunk;
    });
    return typeof prelude === 'string' ? statusOf(recordOf(JSON.parse(prelude)).statusCode) : undefined;
  } catch {
    return undefined;
  }
}
