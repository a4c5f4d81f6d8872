import { getTraceFacets } from '@/app/_queries/explore/trace-facets';
import { traceGroups } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(traceGroups, ({ query }) => getTraceFacets(query));
