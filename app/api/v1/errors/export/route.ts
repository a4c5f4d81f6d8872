import { listErrors } from '@/app/_queries/errors';
import { error } from '@/app/api/_contract/answers/errors';
import { exportErrors } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

const AT_ONCE = 500;

export const GET = route(exportErrors, (call) => {
  const { format, limit, ...query } = call.query;
  return exportRows(call, {
    name: 'errors',
    item: error,
    format,
    limit,
    page: (cursor) => listErrors({ ...query, limit: AT_ONCE, ...(cursor === null ? {} : { cursor }) }),
  });
});
