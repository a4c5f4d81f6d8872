import { listLogs } from '@/app/_queries/logs';
import { log } from '@/app/api/_contract/answers/telemetry';
import { exportLogs } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

const AT_ONCE = 500;

export const GET = route(exportLogs, (call) => {
  const { format, limit, ...query } = call.query;
  return exportRows(call, {
    name: 'logs',
    item: log,
    format,
    limit,
    page: (cursor) => listLogs({ ...query, limit: AT_ONCE, ...(cursor === null ? {} : { cursor }) }),
  });
});
