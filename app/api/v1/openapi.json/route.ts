import { openapi } from '@/app/api/_contract/meta';
import { route } from '@/app/api/_http/route';
import { openApiDocument } from '@/app/api/_openapi/document';

export const GET = route(openapi, async () => openApiDocument());
