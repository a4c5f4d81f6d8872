import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Logger } from 'pino';
import type { RequestFacts } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { failureOf } from '../http/failures';
import type { Intake } from '../http/intake';
import { codingOf, UnsupportedMedia } from '../http/media';
import { encodeExportResponse, type Signal } from '../otlp/responses';
import { frameOf, readFrame } from './frame';
import { explainUnknown, signalOf } from './methods';
import { OK, trailersOf, trailersOfFailure, UNIMPLEMENTED } from './status';

export interface CallOptions {
  readonly intake: Intake;
  readonly log: Logger;
  /** How long a call's message may take to arrive. */
  readonly requestTimeoutMs: number;
}

const RESPONSE = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': 'identity, gzip, deflate',
} as const;

/** Answers one HTTP/2 request: a call of an OTLP service, or something that belongs elsewhere and is told so. */
export async function answerCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: CallOptions,
): Promise<void> {
  // A stream error concerns this call only; reading the message notices it.
  stream.on('error', () => {});
  const path = headers[':path'] ?? '';
  const signal = signalOf(path);
  if (!/^application\/grpc(?:\+proto)?(?:;|$)/i.test(headers['content-type'] ?? ''))
    endPlain(stream, 'this port speaks OTLP over gRPC: send to the OTLP/HTTP port instead\n');
  else if (signal === null) endCall(stream, trailersOf(UNIMPLEMENTED, explainUnknown(path)));
  else {
    const remote = stream.session?.socket?.remoteAddress ?? '';
    try {
      const rejected = await exportOnce(stream, headers, { signal, remote, ...options });
      finishCall(stream, frameOf(encodeExportResponse(signal, 'protobuf', rejected)));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.isDefect) options.log.error({ err: error, path }, 'a call failed');
      else if (failure.retryAfterSeconds === null)
        options.intake.warn(`refused calls with ${failure.status}`, { reason: failure.message, remote });
      const isUnknownCoding = error instanceof UnsupportedMedia;
      endCall(
        stream,
        isUnknownCoding ? trailersOf(UNIMPLEMENTED, failure.message) : trailersOfFailure(failure),
      );
    }
  }
}

async function exportOnce(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { intake, signal, remote, requestTimeoutMs }: CallOptions & { signal: Signal; remote: string },
) {
  const access = await intake.authorize(factsOf(headers));
  return intake.accept(access, {
    signal,
    encoding: 'protobuf',
    remote,
    announced: { bytes: 0, isCompressed: false },
    read: async (limits) => {
      const { body, isCompressed } = await inTime(readFrame(stream, limits), requestTimeoutMs);
      const named = isCompressed ? codingOf(oneLine(headers['grpc-encoding'])) : 'identity';
      if (isCompressed && named === 'identity')
        throw new FaaslensError(
          'invalid_input',
          'the message is marked as compressed, but grpc-encoding names nothing',
        );
      return { body, coding: named };
    },
  });
}

/** Rejects as `unavailable` when the message takes too long to arrive: a function that was frozen may send it again. */
function inTime<Value>(reading: Promise<Value>, mostMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new FaaslensError('unavailable', 'the message did not arrive in time')),
      mostMs,
    );
    reading.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The facts that the door decides by; HTTP/2 gives the host name in `:authority`. */
function factsOf(headers: IncomingHttpHeaders): RequestFacts {
  return {
    method: 'POST',
    header: (name) => oneLine(name === 'host' ? (headers[':authority'] ?? headers.host) : headers[name]),
  };
}

function finishCall(stream: ServerHttp2Stream, frame: Buffer): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(RESPONSE, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailersOf(OK)));
  stream.end(frame);
}

/** Ends a call without a response message. A request message that is still being sent is not read. */
function endCall(stream: ServerHttp2Stream, trailers: ReturnType<typeof trailersOf>): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond({ ...RESPONSE, ...trailers }, { endStream: true });
  discardRest(stream);
}

function endPlain(stream: ServerHttp2Stream, text: string): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond({ ':status': 415, 'content-type': 'text/plain; charset=utf-8' });
  stream.end(text);
  discardRest(stream);
}

function discardRest(stream: ServerHttp2Stream): void {
  stream.resume();
  stream.close(constants.NGHTTP2_NO_ERROR);
}

function oneLine(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
