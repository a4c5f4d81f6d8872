import { listTraces } from '@/app/_queries/traces';
import { traceItem } from '@/app/api/_contract/answers/telemetry';
import { exportTraces } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

const AT_ONCE = 500;

export const GET = route(exportTraces, (call) => {
  const { format, limit, ...query } = call.query;
  return exportRows(call, {
    name: 'traces',
    item: traceItem,
    format,
    limit,
    page: (cursor) => listTraces({ ...query, limit: AT_ONCE, ...(cursor === null ? {} : { cursor }) }),
  });
});
