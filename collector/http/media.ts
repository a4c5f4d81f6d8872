import { FaaslensError } from '@/core/errors';
import type { Encoding } from '../otlp/decode';

export const CONTENT_TYPE: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

export type Coding = 'identity' | 'gzip' | 'deflate';

/** The encoding that a Content-Type names, by its media type alone; null for any other or none. */
export function encodingOf(contentType: string | undefined): Encoding | null {
  const media = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (media === 'application/x-protobuf' || media === 'application/protobuf') return 'protobuf';
  return media === 'application/json' ? 'json' : null;
}

/** How the body is compressed; null for what is not supported, lists of several codings too. */
export function codingOf(contentEncoding: string | undefined): Coding | null {
  const name = (contentEncoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' ? 'deflate' : null;
}

/** Says what is wrong with a Content-Type that `encodingOf` does not know. */
export function unsupportedType(contentType: string | undefined): UnsupportedMedia {
  if (/^application\/grpc/i.test(contentType ?? '')) {
    return new UnsupportedMedia(
      'this port speaks OTLP over HTTP, not gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    );
  }
  const said = contentType === undefined ? 'Content-Type is missing' : 'Content-Type is not supported';
  return new UnsupportedMedia(`${said}: send application/x-protobuf or application/json`);
}

/** A request in a form that is not understood here; answered with 415. */
export class UnsupportedMedia extends FaaslensError {
  constructor(message: string) {
    super('invalid_input', message);
  }
}
