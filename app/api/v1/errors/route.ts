import { listErrors } from '@/app/_queries/errors';
import { errors } from '@/app/api/_contract/errors';
import { route } from '@/app/api/_http/route';

export const GET = route(errors, ({ query }) => listErrors(query));
