import type { Readable } from 'node:stream';
import { FaaslensError } from '@/core/errors';
import { BodyPieces, type OutputLimits, tooLarge } from './body-limits';

export interface BodyOptions extends OutputLimits {
  /** The announced length, or null. */
  readonly contentLength: number | null;
}

/**
 * Reads a request's body from the wire into newly allocated memory. After a failure, the rest of the request is read and
 * discarded: a client that is still sending would otherwise see a broken connection instead of the answer.
 * @throws FaaslensError `too_large` beyond the limit, `overloaded` when memory is short, `invalid_input` for a request
 * that was cut off.
 */
export function readBody(request: Readable, { contentLength, ...limits }: BodyOptions): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces = new BodyPieces(limits);

    const stop = () => {
      request.off('data', onData);
      request.off('end', onEnd);
      request.off('error', onCut);
      request.off('close', onClose);
    };
    const fail = (error: unknown) => {
      stop();
      request.on('error', ignore);
      request.resume();
      reject(error);
    };
    const onData = (piece: Buffer) => {
      try {
        pieces.add(piece);
      } catch (error) {
        fail(error);
      }
    };
    const onCut = () =>
      fail(new FaaslensError('invalid_input', 'the request ended before its body was complete'));
    const onClose = () => {
      if (!request.readableEnded) onCut();
    };
    const onEnd = () => {
      stop();
      resolve(pieces.joined());
    };

    if (contentLength !== null && contentLength > limits.maxBytes) {
      fail(tooLarge(limits.maxBytes));
      return;
    }
    if (request.readableEnded || request.destroyed) {
      if (request.readableEnded) onEnd();
      else onCut();
      return;
    }
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('error', onCut);
    request.on('close', onClose);
  });
}

function ignore(): void {}
