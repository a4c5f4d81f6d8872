import type { Outcome } from '@/core/model/invocation';
import type { InvocationView, PageView } from '@/core/model/views';
import { services } from './door';
import { type AttributesInput, toConditions } from './inputs/attributes';
import { toRange } from './inputs/fields';
import { invocationsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toInvocationView, toPageView } from './views/rows';
import { isoTimeAfter } from './views/time';

export interface InvocationsInput extends AttributesInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  readonly q?: string;
  readonly dependency?: string;
  readonly requestKey?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface InvocationsView extends PageView<InvocationView> {
  /** Only while an attribute that was asked for is being filled in: earlier invocations may be missing. */
  readonly completeSince?: string;
}

/** Invocations, newest first. */
export async function listInvocations(input: InvocationsInput): Promise<InvocationsView> {
  const { reader, now } = await services();
  const { from, to, attribute, attributeMin, attributeMax, ...query } = parseInput(invocationsSchema, input);
  const attributes = toConditions({
    ...(attribute && { attribute }),
    ...(attributeMin && { attributeMin }),
    ...(attributeMax && { attributeMax }),
  });
  const page = await reader.invocations({ range: toRange({ from, to }, now()), ...query, attributes });
  const view = toPageView(page, toInvocationView);
  return page.completeSince === undefined
    ? view
    : { ...view, completeSince: isoTimeAfter(page.completeSince) };
}
