import { getHeatmap } from '@/app/_queries/explore/heatmap';
import { heatmap } from '@/app/api/_contract/explore';
import { route } from '@/app/api/_http/route';

export const GET = route(heatmap, ({ query }) => getHeatmap(query));
