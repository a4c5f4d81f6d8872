import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, RequestFacts } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { type Feed, type FeedParameter, type FeedSource, feedSource, parametersOf } from '../feeds/delivery';
import { commonAttributes, firehoseAnswer, firehoseSource } from '../feeds/firehose';
import { encodeExportResponse } from '../otlp/responses';
import { factsOf } from './export-handler';
import type { Failure } from './failures';
import type { Intake } from './intake';
import { CONTENT_TYPE, codingOf } from './media';
import { readBody } from './read-body';

/** How the deliveries of one feed are received, in the same steps as an `ExportRoute`. */
export interface FeedRoute {
  enter(request: FastifyRequest): Promise<void>;
  handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** A refusal in the form that the feed needs; `body` is null when the feed has no form of its own. */
  refusal(
    request: FastifyRequest,
    failure: Failure,
  ): { readonly failure: Failure; readonly body: string | null };
}

export function feedRoute(feed: Feed, intake: Intake, now: () => number): FeedRoute {
  const entered = new WeakMap<FastifyRequest, Access>();
  const isFirehose = feed === 'firehose';
  return {
    async enter(request) {
      const facts = factsOf(request);
      entered.set(request, await intake.authorize(isFirehose ? withAccessKey(facts) : facts));
    },
    async handle(request, reply) {
      const access = entered.get(request);
      if (!access) throw new Error('a request came past the door');
      const facts = factsOf(request);
      const requestId = facts.header(REQUEST_ID);
      if (isFirehose && requestId === undefined)
        throw new FaaslensError('invalid_input', 'the header X-Amz-Firehose-Request-Id is missing');
      const source = sourceOf(feed, request.url, facts);
      const coding = codingOf(facts.header('content-encoding'));
      const length = facts.header('content-length');
      const contentLength = length === undefined ? null : Number(length);
      const rejected = await intake.accept(access, {
        signal: { feed, source },
        encoding: 'json',
        remote: request.ip,
        announced: { bytes: contentLength ?? 0, isCompressed: coding !== 'identity' },
        read: async (limits) => ({
          body: await readBody(request.raw, { ...limits, contentLength }),
          coding,
        }),
      });
      return reply
        .type(CONTENT_TYPE.json)
        .send(
          Buffer.from(
            isFirehose
              ? firehoseAnswer(requestId ?? '', now())
              : encodeExportResponse('logs', 'json', rejected),
          ),
        );
    },
    refusal(request, failure) {
      if (!isFirehose) return { failure, body: null };
      const told = { ...failure, ...forFirehose(failure) };
      const requestId = factsOf(request).header(REQUEST_ID) ?? '';
      return { failure: told, body: firehoseAnswer(requestId, now(), told.message) };
    },
  };
}

const REQUEST_ID = 'x-amz-firehose-request-id';

/**
 * After 413, Firehose drops the records without backing them up in its bucket for failed deliveries. A body that is too large
 * is therefore answered with 400, after which Firehose retries and finally backs it up.
 */
function forFirehose({ status, message }: Failure): Pick<Failure, 'status' | 'message'> {
  if (status === 401)
    return { status, message: `${message}; it is what Firehose calls the access key of its destination` };
  if (status === 413)
    return { status: 400, message: `${message}: lower SizeInMBs of the stream's BufferingHints` };
  return { status, message };
}

/** Firehose sends its key in a header of its own, exactly as the user typed it. */
function withAccessKey(facts: RequestFacts): RequestFacts {
  const key = facts.header('x-amz-firehose-access-key') ?? '';
  if (key === '') return facts;
  return {
    method: facts.method,
    header: (name) => (name === 'authorization' ? `Bearer ${key.trim()}` : facts.header(name)),
  };
}

/**
 * What the sender says outside the body: in the URL (`?environment=production`), in headers (`X-Faaslens-Environment`), or as
 * a Firehose stream's common attributes, in this order of precedence.
 * @throws FaaslensError `invalid_input` for an unknown parameter: a mistyped one would be ignored silently.
 */
function sourceOf(feed: Feed, url: string, facts: RequestFacts): FeedSource {
  const known = parametersOf(feed);
  const query = new URLSearchParams(url.split('?', 2)[1] ?? '');
  const strange = [...query.keys()].find((name) => !known.some((one) => one === name));
  if (strange !== undefined)
    throw new FaaslensError(
      'invalid_input',
      `the parameter ${strange.slice(0, 64)} of the address is not known: ${feed} takes ${known.join(', ')}`,
    );
  const parameters: Partial<Record<FeedParameter, string>> = {};
  for (const name of known) parameters[name] = query.get(name) ?? facts.header(`x-faaslens-${name}`) ?? '';
  if (feed !== 'firehose') return feedSource(parameters);
  const { region } = firehoseSource(facts.header('x-amz-firehose-source-arn') ?? '');
  const common = commonAttributes(facts.header('x-amz-firehose-common-attributes') ?? '');
  return feedSource(parameters, common, region);
}
