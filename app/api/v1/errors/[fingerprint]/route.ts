import { getError, triageError as triage } from '@/app/_queries/errors';
import { oneError, triageError } from '@/app/api/_contract/errors';
import { found } from '@/app/api/_http/found';
import { route } from '@/app/api/_http/route';

export const GET = route(oneError, async ({ params: { fingerprint }, query }) =>
  found(await getError({ fingerprint, ...query }), 'group of errors', fingerprint),
);

export const PATCH = route(triageError, async ({ params: { fingerprint }, body }) =>
  found(await triage(fingerprint, body.state), 'group of errors', fingerprint),
);
