import { decompress } from 'fzstd';
import { FaaslensError } from '@/core/errors';
import { BodyPieces, type OutputLimits } from './body-limits';
import { xxh64 } from './xxh64';
import { broken, type Frame, frameAt } from './zstd-frame';

/**
 * When the sender did not declare the output size, the library moves a frame's whole window at every block. With windows
 * beyond this size, which RFC 8878 asks every decoder to support, a small body could keep the thread busy for seconds.
 */
const MAX_WINDOW_BYTES = 8 * 1024 * 1024;

/**
 * Decompresses zstd: one or more frames, without dictionaries. The library trusts a frame's header for its allocations, does
 * not limit the output and ignores checksums, so frames are measured first and checksums are verified here.
 * @throws FaaslensError as `decompress` of ./decompress does.
 */
export function decompressZstd(body: Uint8Array, limits: OutputLimits): Uint8Array {
  const pieces = new BodyPieces(limits);
  let start = 0;
  while (start < body.length) {
    const frame = frameAt(body, start, limits.maxBytes);
    pieces.reserve(frame.most, frame.least);
    const piece = frame.most === 0 ? new Uint8Array(0) : unpack(body, start, frame);
    verify(body, piece, frame);
    pieces.keep(piece);
    start = frame.end;
  }
  return pieces.joined();
}

function unpack(body: Uint8Array, start: number, { end, most, windowAt, windowBytes }: Frame): Uint8Array {
  if (windowAt !== null) {
    const needed = Math.min(windowBytes, most);
    if (needed > MAX_WINDOW_BYTES) throw broken('its window is larger than 8 MiB');
    // Senders declare a window of megabytes for any size; the library allocates and moves all of it.
    body[windowAt] = Math.max(0, Math.ceil(Math.log2(needed)) - 10) << 3;
  }
  try {
    return decompress(body.subarray(start, end));
  } catch (cause) {
    throw new FaaslensError('invalid_input', 'the body is not valid zstd', { cause });
  }
}

function verify(body: Uint8Array, piece: Uint8Array, { checksumAt }: Frame): void {
  if (checksumAt === null) return;
  const said = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(checksumAt, true);
  if (xxh64(piece).lo !== said) throw broken('its checksum does not fit what comes out');
}
