import { getAdvice } from '@/app/_queries/costs/advice';
import { costAdvice } from '@/app/api/_contract/cost-groups';
import { route } from '@/app/api/_http/route';

export const GET = route(costAdvice, ({ query }) => getAdvice(query));
