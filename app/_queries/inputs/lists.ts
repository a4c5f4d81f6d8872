import { z } from 'zod';
import { ERROR_STATES } from '@/core/model/errors/state';
import { OUTCOMES } from '@/core/model/invocation';
import { attributeFields } from './attributes';
import { environment, functionId, pageFields, rangeFields, search, spanId, traceId, yesOrNo } from './fields';

const SEVERITY_NUMBERS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const;
const SEVERITY_NAMES = Object.keys(SEVERITY_NUMBERS) as (keyof typeof SEVERITY_NUMBERS)[];

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

export const logsSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  traceId: traceId.exactOptional(),
  spanId: spanId.exactOptional(),
  severity: z
    .enum(SEVERITY_NAMES, { error: `must be one of ${SEVERITY_NAMES.join(', ')}` })
    .exactOptional()
    .describe('This severity and above.'),
  q: search.exactOptional().describe('Words that all occur in the body; "quoted text" is a phrase.'),
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

/** The lowest OpenTelemetry severity number of a name. */
export function severityNumber(name: keyof typeof SEVERITY_NUMBERS): number {
  return SEVERITY_NUMBERS[name];
}
