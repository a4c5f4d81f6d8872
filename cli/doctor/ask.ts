import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { PeerCertificate } from 'node:tls';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';

export interface Question {
  readonly method: 'GET' | 'POST';
  /** Of a key; null where none is asked for. */
  readonly secret: string | null;
  /** JSON. */
  readonly body?: string;
  readonly patienceMs: number;
  /** What to look at where nothing answers. */
  readonly hint: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Asks a server of ours on this machine. Its certificate is for the name that others call it by and need not be trusted
 * here: it must be the one of `tls`, and be valid.
 * @throws FaaslensError `unavailable` that says why there is no answer
 */
export function askOwn(tls: Config['tls'], url: string, question: Question): Promise<Answer> {
  return ask(url, question, tls === null ? {} : trusting(tls.certFile));
}

/**
 * Asks a server as any client does.
 * @throws FaaslensError `unavailable` that says why there is no answer
 */
export function ask(url: string, question: Question, trust: https.RequestOptions = {}): Promise<Answer> {
  const { method, secret, body, patienceMs } = question;
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(secret !== null && { authorization: `Bearer ${secret}` }),
  };
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) =>
      reject(new FaaslensError('unavailable', faultOf(cause, new URL(url).origin, question), { cause }));
    const signal = AbortSignal.timeout(patienceMs);
    const asked = request(url, { method, headers, signal, agent: false, ...trust }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.once('error', fail);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.once('error', fail);
    asked.end(body);
  });
}

/** A certificate is not put right by starting again, so it is told apart. */
function faultOf(
  { code = '', name, message }: NodeJS.ErrnoException,
  origin: string,
  { patienceMs, hint }: Question,
): string {
  if (name === 'AbortError') return `${origin} does not answer within ${patienceMs / 1000} s`;
  if (code === 'ECONNREFUSED') return `nothing answers at ${origin}: ${hint}`;
  if (/CERT|SIGNATURE|ISSUER/.test(code))
    return `${origin} shows a certificate that is not accepted: ${message}`;
  // What a server of https does to http, and the other way round.
  if (/ECONNRESET|EPROTO|SSL/.test(code))
    return `${origin} does not speak as it was asked to: is FAASLENS_TLS_CERT set as for the service?`;
  return `${origin} cannot be asked (${message}): ${hint}`;
}

/** @throws FaaslensError `unavailable` when the file is no certificate, or not for this user to read */
function trusting(certFile: string): https.RequestOptions {
  try {
    const ca = readFileSync(certFile, 'utf8');
    const own = new X509Certificate(ca);
    const fault = Object.assign(new Error(`it is not that of ${certFile}`), { code: 'CERT_OF_ANOTHER' });
    const checkServerIdentity = (_name: string, { raw }: PeerCertificate) =>
      own.raw.equals(raw) ? undefined : fault;
    return { ca, checkServerIdentity, allowPartialTrustChain: true };
  } catch (cause) {
    throw new FaaslensError(
      'unavailable',
      `FAASLENS_TLS_CERT: ${certFile} cannot be read here as a certificate`,
      { cause },
    );
  }
}
