import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { guardedLookup, RefusedAddressError, type Resolve, refusedUrl } from './address-guard';

export const WEBHOOK_TIMEOUT_MS = 15_000;
const MOST_RESPONSE_BYTES = 64 * 1024;
const SNIPPET_LENGTH = 200;
const MOST_RETRY_AFTER_MS = 24 * 60 * 60_000;

export interface WebhookCall {
  readonly url: string;
  /** `whsec_...` */
  readonly secret: string;
  readonly messageId: string;
  /** The exact bytes that are signed and sent. */
  readonly payload: string;
  /** Time of this attempt, epoch milliseconds. */
  readonly at: number;
}

export interface WebhookOptions {
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
  readonly signal?: AbortSignal;
}

export interface WebhookResult {
  /** The endpoint answered 2xx. */
  readonly ok: boolean;
  readonly httpStatus: number | null;
  /** What went wrong, without the URL's path (it is a secret); null when it went well. */
  readonly error: string | null;
  /** The first characters of the answer. */
  readonly snippet: string | null;
  /** How long the endpoint asked to wait, at most a day; null when it did not. */
  readonly retryAfterMs: number | null;
}

/**
 * Sends one signed message as Standard Webhooks describes it. Never rejects: what fails is in the result. Redirects are
 * not followed and at most 64 KiB of the answer are read.
 */
export async function sendWebhook(call: WebhookCall, options: WebhookOptions): Promise<WebhookResult> {
  try {
    const url = new URL(call.url);
    const refused = refusedUrl(url, options.allowPrivate);
    if (refused !== null) throw new RefusedAddressError(refused);
    const timeoutMs = options.timeoutMs ?? WEBHOOK_TIMEOUT_MS;
    return await exchange(url, call, options, timeoutMs);
  } catch (error) {
    return { ok: false, httpStatus: null, error: errorText(error), snippet: null, retryAfterMs: null };
  }
}

function exchange(
  url: URL,
  call: WebhookCall,
  options: WebhookOptions,
  timeoutMs: number,
): Promise<WebhookResult> {
  return new Promise((done, fail) => {
    const request = open(url, call, options);
    let answered = false;
    const timer = setTimeout(() => {
      request.destroy(new Error(`no complete answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    request.on('error', (error) => {
      // Once there is a status it alone decides; what is cut later is only the rest of the answer.
      if (!answered) fail(error);
    });
    request.on('close', () => {
      clearTimeout(timer);
      if (!answered) fail(new Error('the connection was closed without an answer'));
    });
    request.on('response', (response) => {
      answered = true;
      readStart(response).then((text) => {
        request.destroy();
        done(toResult(response, text, call.at));
      });
    });
    request.end(Buffer.from(call.payload));
  });
}

function open(url: URL, call: WebhookCall, options: WebhookOptions): ClientRequest {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return send(url, {
    method: 'POST',
    // A connection of its own, so that none that was opened under other rules is used again.
    agent: false,
    lookup: guardedLookup(options.allowPrivate, options.resolve),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(call.payload),
      'user-agent': 'Faaslens',
      'webhook-id': call.messageId,
      'webhook-timestamp': String(Math.floor(call.at / 1000)),
      'webhook-signature': new Webhook(call.secret).sign(call.messageId, new Date(call.at), call.payload),
    },
  });
}

/** The beginning of the answer, until its end, its limit or its failure: the status alone decides. */
function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => done(Buffer.concat(chunks).subarray(0, MOST_RESPONSE_BYTES).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_RESPONSE_BYTES) finish();
    });
    for (const event of ['end', 'error', 'close']) response.on(event, finish);
  });
}

function toResult(response: IncomingMessage, text: string, nowMs: number): WebhookResult {
  const status = response.statusCode ?? 0;
  const ok = status >= 200 && status < 300;
  const snippet = text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, SNIPPET_LENGTH);
  return {
    ok,
    httpStatus: status,
    error: ok ? null : statusText(status),
    snippet: snippet === '' ? null : snippet,
    retryAfterMs: retryAfter(response.headers['retry-after'], nowMs),
  };
}

function statusText(status: number): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  return status === 410
    ? 'answered 410: the endpoint is gone, the channel is turned off'
    : `answered ${status}`;
}

function retryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_RETRY_AFTER_MS) : null;
}

/** Node's own texts name host and port only; anything else could quote the URL. */
function errorText(error: unknown): string {
  if (error instanceof RefusedAddressError) return `not called: ${error.message}`;
  if (error instanceof AggregateError && error.errors.length > 0) return errorText(error.errors[0]);
  if (error instanceof TypeError) return 'not called: the address is not valid';
  return error instanceof Error ? error.message.slice(0, SNIPPET_LENGTH) : 'failed';
}
