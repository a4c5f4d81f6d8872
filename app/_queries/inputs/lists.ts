import { z } from 'zod';
import { ERROR_STATES } from '@/core/model/errors/state';
import { OUTCOMES } from '@/core/model/invocation';
import { attributeFields } from './attributes';
import { environment, functionId, pageFields, rangeFields, search, yesOrNo } from './fields';

export const overviewSchema = z.strictObject({ ...rangeFields, environment });

export const functionsSchema = z.strictObject({
  ...rangeFields,
  environment,
  q: search.exactOptional().describe('Part of the name.'),
  ...pageFields,
});

export const functionSchema = z.strictObject({ ...rangeFields });

export const invocationsSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  outcome: z.enum(OUTCOMES, { error: `must be one of ${OUTCOMES.join(', ')}` }).exactOptional(),
  coldStart: yesOrNo.exactOptional(),
  minDurationMs: z.coerce
    .number({ error: 'must be a number' })
    .min(0, 'must not be negative')
    .max(1e9, 'must be at most 1000000000')
    .exactOptional(),
  q: search.exactOptional().describe("Part of the function's name or the error, or a whole id."),
  dependency: search
    .exactOptional()
    .describe('Only those that paid to wait for it, as costs by dependency name it.'),
  requestKey: search.exactOptional().describe('Only the attempts at one request, as an invocation names it.'),
  ...attributeFields,
  ...pageFields,
});

export const tracesSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  errorsOnly: yesOrNo.exactOptional().describe('Only traces with a span of status error.'),
  q: search.exactOptional().describe("Part of the root span's name, or a whole trace id."),
  ...pageFields,
});

const errorFilters = { ...rangeFields, environment, functionId: functionId.exactOptional() };

export const errorSchema = z.strictObject(errorFilters);

export const errorsSchema = z.strictObject({
  ...errorFilters,
  q: search.exactOptional().describe('Part of the type, the message or the culprit, or a whole fingerprint.'),
  state: z
    .enum([...ERROR_STATES, 'unresolved'], {
      error: `must be one of ${ERROR_STATES.join(', ')} or unresolved`,
    })
    .exactOptional()
    .describe('Only groups in this state; `unresolved`: open or regressed.'),
  ...pageFields,
});
