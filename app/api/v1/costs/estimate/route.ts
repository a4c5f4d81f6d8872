import { estimateCost } from '@/app/api/_contract/costs';
import { route } from '@/app/api/_http/route';
import { FaaslensError } from '@/core/errors';
import { estimate } from '@/core/pricing/estimate';

export const POST = route(estimateCost, async ({ body, services: { now } }) => {
  const answer = estimate({ ...body, asOfMs: body.asOf ?? now() });
  if (answer === null)
    throw new FaaslensError('invalid_input', `region: no price of ${body.region} on that day is known`);
  return answer;
});
