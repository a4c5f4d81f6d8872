import type { FastifyInstance } from 'fastify';
import type { Door } from '@/core/auth/authorize';
import { FaaslensError } from '@/core/errors';
import { factsOf } from '../http/export-handler';
import { EXPOSITION_TYPE } from './exposition';

/**
 * `GET /metrics` for Prometheus; needs a read key where keys are required. The figures cover all environments, so a key bound
 * to one does not open it.
 */
export function addMetrics(server: FastifyInstance, door: Door, text: () => Promise<string>): void {
  server.get('/metrics', {
    onRequest: async (request) => {
      const { environment } = await door.authorize(factsOf(request), 'read');
      if (environment !== null)
        throw new FaaslensError('forbidden', 'this needs a key that is not bound to an environment');
    },
    handler: async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(EXPOSITION_TYPE)
        .send(await text()),
  });
}
