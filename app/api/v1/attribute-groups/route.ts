import { getAttributeGroups } from '@/app/_queries/attributes';
import { attributeGroups } from '@/app/api/_contract/attributes';
import { route } from '@/app/api/_http/route';

export const GET = route(attributeGroups, ({ query }) => getAttributeGroups(query));
