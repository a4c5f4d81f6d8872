import type { z } from 'zod';
import { keepAccess } from '@/app/_queries/current-access';
import { FaaslensError } from '@/core/errors';
import { csvLine, valueAt } from '@/core/model/table/csv';
import { columnsOf } from './columns';
import { API_HEADERS } from './errors';
import { type Asking, stillAllowed } from './still-allowed';

interface Export<Item extends z.ZodObject> {
  /** Prefix of the file name. */
  readonly name: string;
  readonly item: Item;
  readonly format: 'csv' | 'ndjson';
  /** Maximum number of rows. */
  readonly limit: number;
  readonly page: (cursor: string | null) => Promise<{
    readonly items: readonly unknown[];
    readonly nextCursor: string | null;
  }>;
}

/**
 * A list as a file, page after page: the next one is read when the client has taken the last, so that a long list uses no
 * memory and a client that disconnects ends it. The first page is read before the response starts, so that a refusal
 * gets its status. Once access is lost no further page is sent: the response is cut off. The name of the file and
 * `X-Row-Limit` give the maximum number of rows.
 */
export async function exportRows<Item extends z.ZodObject>(
  call: Asking,
  options: Export<Item>,
): Promise<Response> {
  const { name, item, format, limit } = options;
  const mayGoOn = stillAllowed(call, 'read');
  const page = keepAccess(options.page);
  const columns = columnsOf(item);
  const encoder = new TextEncoder();
  const lineOf = (row: unknown) =>
    format === 'csv' ? csvLine(columns.map((path) => valueAt(row, path))) : `${JSON.stringify(row)}\n`;
  let next = await page(null);
  let left = limit;
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let text = '';
        let isLast = false;
        // A page may be empty although others follow, and a pull that enqueues nothing is not repeated.
        while (text === '' && !isLast) {
          if (!isFirst && next.nextCursor !== null) {
            if (!(await mayGoOn()))
              throw new FaaslensError('forbidden', 'who asked was bound to another environment meanwhile');
            next = await page(next.nextCursor);
          }
          const rows = next.items.slice(0, left);
          left -= rows.length;
          const head = isFirst && format === 'csv' ? csvLine(columns.map((path) => path.join('.'))) : '';
          isFirst = false;
          text = head + rows.map(lineOf).join('');
          isLast = next.nextCursor === null || left === 0;
        }
        if (text !== '') controller.enqueue(encoder.encode(text));
        if (isLast) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  const at = new Date(call.services.now()).toISOString().slice(0, 16).replace(':', '');
  const file = `faaslens-${name}-${at}Z-up-to-${limit}.${format}`;
  return new Response(body, {
    headers: {
      ...API_HEADERS,
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson',
      'Content-Disposition': `attachment; filename="${file}"`,
      'X-Row-Limit': String(limit),
    },
  });
}
