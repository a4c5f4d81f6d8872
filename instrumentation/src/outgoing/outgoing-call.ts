import type { Span } from '@opentelemetry/api';
import type { CallDescription, OutgoingResponse } from './outgoing-request';

// As in the OpenTelemetry API.
const STATUS_ERROR = 2;

const STATUS_CODE = 'http.response.status_code';

// The names of resources stand near the front of a body or at its very end; a body may have megabytes.
const BODY_START = 65_536;

/** One call on its way: its span, and what is known about it so far. Ends once. */
export class OutgoingCall {
  private ended = false;
  private isAnswered = false;

  /**
   * @param owner what the call belongs to; compared by identity
   * @param onEnd told once, when the span has ended
   */
  constructor(
    readonly owner: object | undefined,
    private readonly span: Span,
    private description: CallDescription,
    private readonly onEnd: (call: OutgoingCall) => void,
  ) {}

  get name(): string {
    return this.description.name;
  }

  /** Whether the head of the answer is here, and only the body is waited for. */
  get answered(): boolean {
    return this.isAnswered;
  }

  /** Whether the body would say more than the head did. */
  get wantsBody(): boolean {
    return !this.ended && this.description.describeBody !== undefined;
  }

  /** Takes the first piece of the request's body; only reads it. What is neither text nor bytes tells nothing. */
  body(chunk: unknown): void {
    const describe = this.wantsBody ? this.description.describeBody : undefined;
    const text = describe && startOf(chunk);
    if (describe === undefined || text === undefined) return;
    const better = describe(text);
    const { name, attributes, describeAnswer } = { ...this.description, ...better };
    this.description = { name, attributes, describeAnswer };
    if (better) this.span.updateName(better.name).setAttributes(better.attributes);
  }

  answer(response: OutgoingResponse): void {
    if (this.isAnswered || this.ended) return;
    this.isAnswered = true;
    const { status } = response;
    const answer = this.description.describeAnswer?.(response);
    this.span.setAttributes({ [STATUS_CODE]: status, ...answer?.attributes });
    // To a client 4xx is an error too: it asked for something and did not get it.
    if (status >= 400) this.markFailed(answer?.errorType ?? String(status));
  }

  /** Ends the span with what went wrong. */
  fail(error: unknown): void {
    if (this.ended) return;
    const { type, message } = describeFailure(error);
    this.markFailed(type, message);
    this.end();
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.span.end();
    this.onEnd(this);
  }

  private markFailed(type: string, message?: string): void {
    this.span.setAttributes({ 'error.type': type });
    this.span.setStatus(message ? { code: STATUS_ERROR, message } : { code: STATUS_ERROR });
  }
}

function startOf(chunk: unknown): string | undefined {
  if (typeof chunk === 'string') return chunk.slice(0, BODY_START);
  if (!(chunk instanceof Uint8Array)) return undefined;
  return new TextDecoder().decode(chunk.subarray(0, BODY_START));
}

/** The code that Node.js gives (`ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_...`) says more than the error's class. */
function describeFailure(error: unknown): { type: string; message: string | undefined } {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
  const known = [code, name].find((value) => typeof value === 'string' && value !== '');
  return { type: String(known ?? '_OTHER'), message: typeof message === 'string' ? message : undefined };
}
