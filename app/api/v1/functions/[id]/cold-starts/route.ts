import { getColdStarts } from '@/app/_queries/explore/variants';
import { coldStarts } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(coldStarts, ({ params: { id }, query }) => getColdStarts({ id, ...query }));
