import type { Readable, Transform } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { FaaslensError } from '@/core/errors';
import type { Reservation } from './byte-budget';
import type { Coding } from './media';

/** Bytes that a body may have, on the wire and again when decompressed. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

const CHUNK_BYTES = 64 * 1024;
/** What holding one piece costs besides its bytes: a sender may cut its body into pieces of one byte. */
const PIECE_BYTES = 128;

export interface BodyOptions {
  readonly coding: Coding;
  /** What the sender announced, or null. */
  readonly contentLength: number | null;
  readonly reservation: Reservation;
  readonly maxBytes: number;
}

/**
 * Reads a request's body, decompressed, into memory of its own. Bytes are counted as they come out of the
 * decompressor, so a bomb is cut at the limit. After a failure the rest of the request is read and thrown away: a
 * client that still sends would otherwise see a broken connection instead of the answer.
 * @throws FaaslensError `too_large` beyond the limit, `overloaded` when memory is short, `invalid_input` for broken
 * compression or a request that was cut off.
 */
export function readBody(
  request: Readable,
  { coding, contentLength, reservation, maxBytes }: BodyOptions,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const decoder = createDecoder(coding);
    const source = decoder ?? request;
    const chunks: Buffer[] = [];
    let wireBytes = 0;
    let bytes = 0;

    const stop = () => {
      request.off('data', onWire);
      request.off('error', onCut);
      request.off('close', onClose);
      source.off('data', onData);
      source.off('end', onEnd);
    };
    const fail = (error: Error) => {
      stop();
      if (decoder) request.unpipe(decoder);
      decoder?.destroy();
      request.on('error', ignore);
      request.resume();
      reject(error);
    };
    const onWire = (chunk: Buffer) => {
      wireBytes += chunk.length;
      if (wireBytes > maxBytes) fail(tooLarge(maxBytes));
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        fail(tooLarge(maxBytes));
        return;
      }
      try {
        reservation.take(chunk.length + PIECE_BYTES);
        chunks.push(chunk);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const onCut = () =>
      fail(new FaaslensError('invalid_input', 'the request ended before its body was complete'));
    const onClose = () => {
      if (!request.readableEnded) onCut();
    };
    const onEnd = () => {
      stop();
      resolve(join(chunks, bytes));
    };

    if (contentLength !== null && contentLength > maxBytes) {
      fail(tooLarge(maxBytes));
      return;
    }
    request.on('error', onCut);
    request.on('close', onClose);
    source.on('data', onData);
    source.on('end', onEnd);
    if (!decoder) return;
    request.on('data', onWire);
    decoder.on('error', (error) =>
      fail(new FaaslensError('invalid_input', `the body is not valid ${coding}: ${error.message}`)),
    );
    request.pipe(decoder);
  });
}

function createDecoder(coding: Coding): Transform | null {
  if (coding === 'gzip') return createGunzip({ chunkSize: CHUNK_BYTES });
  return coding === 'deflate' ? createInflate({ chunkSize: CHUNK_BYTES }) : null;
}

function join(chunks: readonly Buffer[], bytes: number): Uint8Array {
  const body = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

function tooLarge(maxBytes: number): FaaslensError {
  const limit = maxBytes >= 1024 * 1024 ? `${maxBytes / (1024 * 1024)} MiB` : `${maxBytes} bytes`;
  return new FaaslensError(
    'too_large',
    `the body is larger than ${limit} (the limit holds on the wire and after decompression): send smaller batches`,
  );
}

function ignore(): void {}
