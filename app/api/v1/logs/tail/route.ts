import { tailLogs } from '@/app/_queries/log-tail';
import { logTail } from '@/app/api/_contract/logs';
import { eventStream, type StreamEvent } from '@/app/api/_http/event-stream';
import { route } from '@/app/api/_http/route';

export const GET = route(logTail, async (call) => {
  const { query, request } = call;
  const after = request.headers.get('last-event-id') ?? query.after;
  const asked = after === undefined ? query : { ...query, after };
  return eventStream({
    call,
    scope: logTail.scope === 'public' ? 'read' : logTail.scope,
    async *events(wait): AsyncGenerator<StreamEvent | null, void, undefined> {
      let begun = false;
      for await (const { cursor, lines } of tailLogs(asked, wait)) {
        yield begun && lines.length === 0 ? null : { id: cursor, event: 'lines', data: { lines } };
        begun = true;
      }
    },
  });
});
