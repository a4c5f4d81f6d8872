import { mapStack } from '@/app/_queries/source-maps/map-stack';
import { applySourceMaps } from '@/app/api/_contract/source-maps';
import { route } from '@/app/api/_http/route';

export const POST = route(applySourceMaps, async ({ body }) => mapStack(body));
