import { getBreakdown } from '@/app/_queries/explore/breakdown';
import { invocationGroups } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(invocationGroups, ({ query: { by, byAttribute, ...filter } }) =>
  getBreakdown({ ...filter, by: by.join(','), byAttribute: byAttribute.join(',') }),
);
