import type { FastifyInstance } from 'fastify';
import type { Door } from '@/core/auth/authorize';
import { factsOf } from '../http/export-handler';
import { EXPOSITION_TYPE } from './exposition';

/** `GET /metrics` for Prometheus; a read key opens it where one is asked for. */
export function addMetrics(server: FastifyInstance, door: Door, text: () => Promise<string>): void {
  server.get('/metrics', {
    onRequest: async (request) => {
      await door.authorize(factsOf(request), 'read');
    },
    handler: async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(EXPOSITION_TYPE)
        .send(await text()),
  });
}
