import { listInvocations } from '@/app/_queries/invocations';
import { invocation } from '@/app/api/_contract/answers/telemetry';
import { exportInvocations } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

const AT_ONCE = 500;

export const GET = route(exportInvocations, (call) => {
  const { format, limit, ...query } = call.query;
  return exportRows(call, {
    name: 'invocations',
    item: invocation,
    format,
    limit,
    page: (cursor) => listInvocations({ ...query, limit: AT_ONCE, ...(cursor === null ? {} : { cursor }) }),
  });
});
