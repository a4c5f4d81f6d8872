import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { encodeExportResponse } from '../otlp/responses';
import type { ByteBudget } from './byte-budget';
import { CONTENT_TYPE, codingOf, encodingOf, UnsupportedMedia, unsupportedType } from './media';
import { readBody } from './read-body';
import type { SignalRoute } from './signals';

export interface ExportHandlerOptions {
  readonly route: SignalRoute;
  readonly budget: ByteBudget;
  readonly maxBytes: number;
  /** Tells the operator, not more than now and then, what was not kept of a body or not as it was sent. */
  readonly warn: (message: string, details: object) => void;
}

/** The door before a route: it decides on the headers alone, before anything of the body is read. */
export function ingestDoor(door: Door) {
  return async ({ method, headers }: FastifyRequest) => {
    await door.authorize({ method, header: (name) => oneLine(headers[name]) }, 'ingest');
  };
}

/** Handles an export request of one signal: first its form, then its body, then the answer. */
export function exportHandler({ route, budget, maxBytes, warn }: ExportHandlerOptions) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { headers } = request;
    const encoding = encodingOf(headers['content-type']);
    if (!encoding) throw unsupportedType(headers['content-type']);
    const coding = codingOf(headers['content-encoding']);
    if (!coding) throw new UnsupportedMedia('Content-Encoding is not supported: send gzip, deflate or none');

    const reservation = budget.open();
    try {
      const body = await readBody(request.raw, {
        coding,
        contentLength: headers['content-length'] === undefined ? null : Number(headers['content-length']),
        reservation,
        maxBytes,
      });
      if (coding === 'identity' && body[0] === 0x1f && body[1] === 0x8b)
        throw new FaaslensError('invalid_input', 'the body is gzip: send it with Content-Encoding: gzip');
      const rejected = await route.accept(encoding, body, request.ip);
      const { count, message: reason } = rejected;
      const what = count > 0 ? `a part of what came to ${route.path} is not kept` : asSent(route.path);
      if (reason !== '') warn(what, { reason, remote: request.ip });
      return reply
        .type(CONTENT_TYPE[encoding])
        .send(Buffer.from(encodeExportResponse(route.signal, encoding, rejected)));
    } finally {
      reservation.release();
    }
  };
}

/** What the operator is told of a warning, which counts no records. */
function asSent(path: string): string {
  return `what came to ${path} is not kept as it was sent`;
}

function oneLine(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
