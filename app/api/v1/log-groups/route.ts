import { getLogFacets } from '@/app/_queries/explore/log-facets';
import { logGroups } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(logGroups, ({ query }) => getLogFacets(query));
