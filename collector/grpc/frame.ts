import type { Readable } from 'node:stream';
import { FaaslensError } from '@/core/errors';
import { type OutputLimits, tooLarge } from '../http/body-limits';
import { readBody } from '../http/read-body';

const PREFIX_BYTES = 5;

/** The message of a unary call as received. */
export interface Frame {
  readonly isCompressed: boolean;
  readonly body: Uint8Array;
}

/**
 * Reads the one message of a unary call. Its announced length is checked before any of it is read.
 * @throws FaaslensError `too_large` for a message beyond the limit, `invalid_input` for no message, for several, and for a call
 * that was cut off, `overloaded` when memory is short.
 */
export async function readFrame(stream: Readable, { reservation, maxBytes }: OutputLimits): Promise<Frame> {
  const prefix = await readPrefix(stream);
  const flag = prefix[0] ?? 0;
  const length = prefix.readUInt32BE(1);
  if (flag > 1) throw new FaaslensError('invalid_input', 'the message has an impossible compression flag');
  if (length > maxBytes) throw tooLarge(maxBytes);
  const body = await readBody(stream, { reservation, maxBytes, contentLength: null });
  if (body.length < length) throw cutOff();
  if (body.length > length)
    throw new FaaslensError('invalid_input', 'the call holds more than one message: OTLP sends one per call');
  return { isCompressed: flag === 1, body };
}

/** A message with its prefix, uncompressed. */
export function frameOf(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function readPrefix(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      stream.off('readable', onReadable);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
    };
    const onReadable = () => {
      const prefix: Buffer | null = stream.read(PREFIX_BYTES);
      // At its end, a stream returns what it has even if that is less.
      if (prefix === null || prefix.length < PREFIX_BYTES) return;
      stop();
      resolve(prefix);
    };
    const onEnd = () => {
      stop();
      reject(cutOff());
    };
    // HTTP/2 ends an empty stream by itself, before any listener is attached.
    if (stream.readableEnded || stream.destroyed) {
      reject(cutOff());
      return;
    }
    stream.on('readable', onReadable);
    stream.on('end', onEnd);
    stream.on('close', onEnd);
  });
}

function cutOff(): FaaslensError {
  return new FaaslensError('invalid_input', 'the call ended before its message was complete');
}
