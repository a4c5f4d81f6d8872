import { find as ask } from '@/app/_queries/find';
import { find } from '@/app/api/_contract/find';
import { route } from '@/app/api/_http/route';

export const GET = route(find, ({ query }) => ask(query));
