import type { FastifyInstance } from 'fastify';
import { FaaslensError } from '@/core/errors';
import type { Cors } from './cors';
import { factsOf } from './export-handler';

/**
 * Answers the preflight that a browser sends before a page of another origin may send telemetry. It carries no key and
 * reaches no data, so the list of origins alone decides.
 */
export function addPreflight(server: FastifyInstance, path: string, cors: Cors): void {
  server.options(path, async (request, reply) => {
    const facts = factsOf(request);
    if (facts.header('origin') === undefined) {
      reply.callNotFound();
      return reply;
    }
    if (!cors.allows(facts)) {
      throw new FaaslensError(
        'forbidden',
        'pages of this origin may not send telemetry: add it to FAASLENS_CORS_ORIGINS',
      );
    }
    return reply
      .code(204)
      .headers({ ...cors.headers(facts), ...cors.preflightHeaders(facts) })
      .send();
  });
}
