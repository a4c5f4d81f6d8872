import { watchChanges } from '@/app/_queries/changes';
import { changes } from '@/app/api/_contract/changes';
import { eventStream, type StreamEvent } from '@/app/api/_http/event-stream';
import { route } from '@/app/api/_http/route';

export const GET = route(changes, async (call) =>
  eventStream({
    call,
    scope: 'read',
    async *events(wait): AsyncGenerator<StreamEvent | null, void, undefined> {
      for await (const what of watchChanges(wait)) yield what && { event: 'changed', data: { what } };
    },
  }),
);
