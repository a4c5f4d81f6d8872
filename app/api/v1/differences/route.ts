import { getDifferences } from '@/app/_queries/explore/differences';
import { differences } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(differences, ({ query }) => getDifferences(query));
