import type { Span } from '@opentelemetry/api';
import type { CallDescription, OutgoingResponse } from './outgoing-request';

// As in the OpenTelemetry API.
const STATUS_ERROR = 2;

// The names of resources stand near the front of a body or at its very end; a body may have megabytes.
const BODY_START = 65_536;

/** One call on its way. Ends once; nothing is said about it afterwards. */
export interface OutgoingCall {
  /** Whether the head of the answer is here, and only the body is waited for. */
  isAnswered(): boolean;
  /** Whether the body would say more than the head did. */
  wantsBody(): boolean;
  /** Takes the first piece of the request's body; only reads it. What is neither text nor bytes tells nothing. */
  body(chunk: unknown): void;
  answer(response: OutgoingResponse): void;
  /** Ends the span with what went wrong. */
  fail(error: unknown): void;
  end(): void;
}

/** @param onEnd told once, when the span has ended */
export function createCall(span: Span, description: CallDescription, onEnd: () => void): OutgoingCall {
  let { describeBody } = description;
  let isOver = false;
  let isAnswered = false;
  const markFailed = (type: string, message?: string): void => {
    span.setAttributes({ 'error.type': type });
    span.setStatus(message ? { code: STATUS_ERROR, message } : { code: STATUS_ERROR });
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    span.end();
    onEnd();
  };
  return {
    isAnswered: () => isAnswered,
    wantsBody: () => !isOver && describeBody !== undefined,
    body(chunk) {
      const text = isOver || !describeBody ? undefined : startOf(chunk);
      if (text === undefined) return;
      const better = describeBody?.(text);
      describeBody = undefined;
      if (better) span.updateName(better.name).setAttributes(better.attributes);
    },
    answer(response) {
      const { status } = response;
      // Undici also tells of interim answers, as early hints are.
      if (isAnswered || isOver || (status < 200 && status !== 101)) return;
      isAnswered = true;
      const answer = description.describeAnswer?.(response);
      span.setAttributes({ 'http.response.status_code': status, ...answer?.attributes });
      // To a client 4xx is an error too: it asked for something and did not get it.
      if (status >= 400) markFailed(answer?.errorType ?? String(status));
    },
    fail(error) {
      if (isOver) return;
      markFailed(...describeFailure(error));
      end();
    },
    end,
  };
}

function startOf(chunk: unknown): string | undefined {
  if (typeof chunk === 'string') return chunk.slice(0, BODY_START);
  return chunk instanceof Uint8Array ? new TextDecoder().decode(chunk.subarray(0, BODY_START)) : undefined;
}

/** The code that Node.js gives (`ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_...`) says more than the error's class. */
function describeFailure(error: unknown): [type: string, message: string | undefined] {
  if (typeof error !== 'object' || error === null) return [typeof error, String(error)];
  const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
  const type = [code, name].find((value) => typeof value === 'string' && value !== '') ?? '_OTHER';
  return [String(type), typeof message === 'string' ? message : undefined];
}
