import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FaaslensError } from '@/core/errors';
import { BodyPieces, type OutputLimits } from './body-limits';
import { decompressSmall, type ZlibFormat } from './decompress-small';
import type { Turn } from './fair-turns';
import type { Coding } from './media';
import { decompressZstd } from './zstd';

const CHUNK_BYTES = 64 * 1024;
/** Low four bits of every zlib header; a raw deflate stream cannot begin with them. */
const ZLIB_METHOD = 8;

/**
 * Decompresses a whole body into newly allocated memory. Bytes are counted as they come out, so a bomb is cut off at the
 * limit. Data after the end of the compressed stream is refused. An empty body stays empty. Bodies that are not small wait
 * for their turn.
 * @throws FaaslensError `too_large` beyond the limit, `overloaded` when memory is short, `invalid_input` for broken
 * compression.
 */
export async function decompress(
  body: Uint8Array,
  coding: Coding,
  limits: OutputLimits,
  turn: Turn,
): Promise<Uint8Array> {
  if (coding === 'identity' || body.length === 0) return body;
  if (coding === 'zstd') return turn(() => decompressZstd(body, limits));
  const format = formatOf(coding, body);
  try {
    return (
      decompressSmall(body, format, limits) ?? (await turn(() => pump(createDecoder(format), body, limits)))
    );
  } catch (error) {
    if (error instanceof FaaslensError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaaslensError('invalid_input', `the body is not valid ${coding}: ${reason}`);
  }
}

/** HTTP's "deflate" means the zlib format, but some senders have always sent raw deflate. */
function formatOf(coding: 'gzip' | 'deflate' | 'br', body: Uint8Array): ZlibFormat {
  if (coding !== 'deflate') return coding;
  return ((body[0] ?? 0) & 0x0f) === ZLIB_METHOD ? 'zlib' : 'raw';
}

function createDecoder(format: ZlibFormat): Transform & { bytesWritten: number } {
  const options = { chunkSize: CHUNK_BYTES };
  if (format === 'gzip') return createGunzip(options);
  if (format === 'br') return createBrotliDecompress(options);
  return format === 'zlib' ? createInflate(options) : createInflateRaw(options);
}

function pump(
  decoder: Transform & { bytesWritten: number },
  body: Uint8Array,
  limits: OutputLimits,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces = new BodyPieces(limits);
    const fail = (error: unknown) => {
      decoder.destroy();
      reject(error);
    };
    decoder.on('data', (piece: Buffer) => {
      try {
        pieces.add(piece);
      } catch (error) {
        fail(error);
      }
    });
    decoder.on('error', fail);
    decoder.on('end', () => {
      if (decoder.bytesWritten < body.length) fail(new Error('something follows the compressed data'));
      else resolve(pieces.joined());
    });
    decoder.end(body);
  });
}
