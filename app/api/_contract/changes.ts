import { z } from 'zod';
import { contract } from './contract';

export const changes = contract({
  method: 'GET',
  path: '/changes',
  summary:
    'Tells that figures and lists up to now may be different, as server-sent events `changed` without end. What is different is to be asked for.',
  scope: 'read',
  media: 'text/event-stream',
  answer: z
    .strictObject({
      what: z
        .enum(['start', 'telemetry', 'incidents', 'time'])
        .describe(
          '`start`: what was asked for before may be older; `time`: a minute passed in which nothing else changed.',
        ),
    })
    .describe('The data of an event `changed`.'),
});
