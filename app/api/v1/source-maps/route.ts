import { toSourceMapView } from '@/app/_queries/views/source-maps';
import { listSourceMaps, saveSourceMap } from '@/app/api/_contract/source-maps';
import { route } from '@/app/api/_http/route';

export const GET = route(listSourceMaps, async ({ query, services: { settings } }) => ({
  items: (await settings.listSourceMaps(query)).map(toSourceMapView),
  nextCursor: null,
}));

export const POST = route(saveSourceMap, async ({ body, services: { settings } }) =>
  toSourceMapView(await settings.saveSourceMap(body)),
);
