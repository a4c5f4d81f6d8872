import { getCosts } from '@/app/_queries/costs/costs';
import { costItem } from '@/app/api/_contract/answers/costs';
import { exportCosts } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

/** The maximum number of groups in one list. */
const MOST_GROUPS = 500;

export const GET = route(exportCosts, (call) => {
  const { format, ...query } = call.query;
  return exportRows(call, {
    name: 'costs',
    item: costItem,
    format,
    limit: MOST_GROUPS,
    page: () => getCosts({ ...query, limit: MOST_GROUPS }),
  });
});
