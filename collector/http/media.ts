import { FaaslensError } from '@/core/errors';
import type { Encoding } from '../otlp/decode';

export const CONTENT_TYPE: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const CODINGS = ['identity', 'gzip', 'deflate', 'br', 'zstd'] as const;
export type Coding = (typeof CODINGS)[number];

/** The supported encodings, as in `Accept-Encoding`. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd, identity';

/** The OTLP encoding of a Content-Type, judged by its media type alone; null for any other or none. */
export function encodingOf(contentType: string | undefined): Encoding | null {
  const media = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (media === 'application/x-protobuf' || media === 'application/protobuf') return 'protobuf';
  return media === 'application/json' ? 'json' : null;
}

/**
 * How the body is compressed. `identity` beside another coding changes nothing.
 * @throws UnsupportedMedia for an unsupported coding, and for several at once: no exporter sends them, and each layer
 * multiplies what a bomb can unpack to.
 */
export function codingOf(contentEncoding: string | undefined): Coding {
  const names = (contentEncoding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase().replace(/^x-/, ''))
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > 1) {
    throw new UnsupportedMedia(
      `Content-Encoding names ${names.length} codings: compress the body once (${ACCEPTED_CODINGS})`,
    );
  }
  const coding = CODINGS.find((one) => one === (names[0] ?? 'identity'));
  if (coding === undefined)
    throw new UnsupportedMedia(`Content-Encoding is not supported: send one of ${ACCEPTED_CODINGS}`);
  return coding;
}

/** The error for a Content-Type that `encodingOf` does not know. */
export function unsupportedType(contentType: string | undefined): UnsupportedMedia {
  if (/^application\/grpc/i.test(contentType ?? '')) {
    return new UnsupportedMedia(
      'this port speaks OTLP over HTTP, not gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    );
  }
  const said = contentType === undefined ? 'Content-Type is missing' : 'Content-Type is not supported';
  return new UnsupportedMedia(`${said}: send application/x-protobuf or application/json`);
}

/** A request in an unsupported format; answered with 415. */
export class UnsupportedMedia extends FaaslensError {
  constructor(message: string) {
    super('invalid_input', message);
  }
}
