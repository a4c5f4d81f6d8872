import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpAnswer, HttpMessage } from '../../model/channels/channel-kind';
import { guardedLookup, RefusedAddressError, type Resolve, refusedUrl } from './address-guard';

export const TIMEOUT_MS = 15_000;
export const MOST_ANSWER_BYTES = 64 * 1024;
const MOST_RETRY_AFTER_MS = 24 * 60 * 60_000;

/** What every connection to an endpoint obeys. */
export interface ConnectOptions {
  readonly allowPrivate: boolean;
  /** For the whole exchange; 15 s unless told. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
  readonly signal?: AbortSignal;
  /** Certificates to trust instead of the system's; for tests. */
  readonly ca?: string;
}

/**
 * Makes one POST. Redirects are not followed, and at most 64 KiB of the answer are read.
 * @param at time of this attempt, epoch milliseconds
 * @throws when the address is refused, cannot be reached, or does not answer in time
 */
export async function post(message: HttpMessage, at: number, options: ConnectOptions): Promise<HttpAnswer> {
  const url = new URL(message.url);
  const refused = refusedUrl(url, options.allowPrivate);
  if (refused !== null) throw new RefusedAddressError(refused);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  return new Promise((done, fail) => {
    const request = open(url, message, options);
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
        const retryAfterMs = retryAfter(response.headers['retry-after'], at);
        done({ status: response.statusCode ?? 0, retryAfterMs, text });
      });
    });
    request.end(message.body);
  });
}

function open(url: URL, { headers, body }: HttpMessage, options: ConnectOptions): ClientRequest {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return send(url, {
    method: 'POST',
    // A connection of its own, so that none that was opened under other rules is used again.
    agent: false,
    lookup: guardedLookup(options.allowPrivate, options.resolve),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Faaslens' },
  });
}

/** The beginning of the answer, until its end, its limit or its failure: the status alone decides. */
function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => done(Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_ANSWER_BYTES) finish();
    });
    for (const event of ['end', 'error', 'close']) response.on(event, finish);
  });
}

function retryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}(\.\d{1,9})?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_RETRY_AFTER_MS) : null;
}
