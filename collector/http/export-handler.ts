import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, RequestFacts } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { encodeExportResponse, type Signal } from '../otlp/responses';
import { type Cors, withoutOrigin } from './cors';
import type { Intake } from './intake';
import { CONTENT_TYPE, codingOf, encodingOf, unsupportedType } from './media';
import { readBody } from './read-body';

/** The two steps of an export request for one signal. */
export interface ExportRoute {
  /** The door: decides by the headers alone, before any of the body is read. */
  enter(request: FastifyRequest): Promise<void>;
  /** Checks the request's form, reads its body, and answers. */
  handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

export function exportRoute(signal: Signal, intake: Intake, cors: Cors): ExportRoute {
  const entered = new WeakMap<FastifyRequest, Access>();
  return {
    async enter(request) {
      const facts = factsOf(request);
      const access = await intake.authorize(cors.allows(facts) ? withoutOrigin(facts) : facts);
      entered.set(request, access);
    },
    async handle(request, reply) {
      const access = entered.get(request);
      if (!access) throw new Error('a request came past the door');
      const { headers } = request;
      const encoding = encodingOf(headers['content-type']);
      if (!encoding) throw unsupportedType(headers['content-type']);
      const coding = codingOf(headers['content-encoding']);
      const contentLength =
        headers['content-length'] === undefined ? null : Number(headers['content-length']);
      const rejected = await intake.accept(access, {
        signal,
        encoding,
        remote: request.ip,
        announced: { bytes: contentLength ?? 0, isCompressed: coding !== 'identity' },
        read: async (limits) => {
          const body = await readBody(request.raw, { ...limits, contentLength });
          if (coding === 'identity' && body[0] === 0x1f && body[1] === 0x8b)
            throw new FaaslensError('invalid_input', 'the body is gzip: send it with Content-Encoding: gzip');
          return { body, coding };
        },
      });
      return reply
        .type(CONTENT_TYPE[encoding])
        .send(Buffer.from(encodeExportResponse(signal, encoding, rejected)));
    },
  };
}

/**
 * The facts that the door decides by. An HTTP/1.0 request counts as proxied: nginx in its default configuration forwards
 * requests as HTTP/1.0 without any header that says so, and no sender of telemetry has spoken it for decades.
 */
export function factsOf({
  method,
  headers,
  raw,
}: Pick<FastifyRequest, 'method' | 'headers' | 'raw'>): RequestFacts {
  const via = raw.httpVersion === '1.0' ? '1.0' : undefined;
  return { method, header: (name) => oneLine(headers[name]) ?? (name === 'via' ? via : undefined) };
}

function oneLine(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
