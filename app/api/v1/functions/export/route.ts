import { listFunctions } from '@/app/_queries/functions';
import { functionWithTotals } from '@/app/api/_contract/answers/figures';
import { exportFunctions } from '@/app/api/_contract/exports';
import { exportRows } from '@/app/api/_http/export-rows';
import { route } from '@/app/api/_http/route';

const AT_ONCE = 500;

export const GET = route(exportFunctions, (call) => {
  const { format, limit, ...query } = call.query;
  return exportRows(call, {
    name: 'functions',
    item: functionWithTotals,
    format,
    limit,
    page: (cursor) => listFunctions({ ...query, limit: AT_ONCE, ...(cursor === null ? {} : { cursor }) }),
  });
});
