import { getCosts } from '@/app/_queries/costs/costs';
import { costs } from '@/app/api/_contract/cost-groups';
import { route } from '@/app/api/_http/route';

export const GET = route(costs, ({ query }) => getCosts(query));
