import { z } from 'zod';
import { ERROR_STATES } from '@/core/model/errors/state';
import { environment, functionId, pageFields, rangeFields, search, traceId, yesOrNo } from './fields';
import { filterFields } from './invocation-filter';
import { traceFilterFields } from './trace-filter';

export const overviewSchema = z.strictObject({ ...rangeFields, environment });

export const functionsSchema = z.strictObject({
  ...rangeFields,
  environment,
  q: search.exactOptional().describe('Part of the name.'),
  ...pageFields,
});

export const functionSchema = z.strictObject({ ...rangeFields });

export const invocationsSchema = z.strictObject({ ...filterFields, ...pageFields });

export const tracesSchema = z.strictObject({ ...traceFilterFields, ...pageFields });

const errorFilters = { ...rangeFields, environment, functionId: functionId.exactOptional() };

export const errorSchema = z.strictObject(errorFilters);

export const errorsSchema = z.strictObject({
  ...errorFilters,
  traceId: traceId.exactOptional().describe('Only groups that an invocation of this trace has.'),
  q: search.exactOptional().describe('Part of the type, the message or the culprit, or a whole fingerprint.'),
  state: z
    .enum([...ERROR_STATES, 'unresolved'], {
      error: `must be one of ${ERROR_STATES.join(', ')} or unresolved`,
    })
    .exactOptional()
    .describe('Only groups in this state; `unresolved`: open or regressed.'),
  beganInRange: yesOrNo
    .exactOptional()
    .describe('Only groups whose first error ever lies in the range, which is not widened for that.'),
  ...pageFields,
});
