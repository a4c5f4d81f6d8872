import type { InvocationView, PageView } from '@/core/model/views';
import { services } from './door';
import { type NarrowingInput, toFilter } from './inputs/invocation-filter';
import { invocationsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toInvocationView, toPageView } from './views/rows';
import { isoTimeAfter } from './views/time';

export interface InvocationsInput extends NarrowingInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
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
  const { limit, cursor, ...filter } = parseInput(invocationsSchema, input);
  const page = await reader.invocations({
    ...toFilter(filter, now()),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const view = toPageView(page, toInvocationView);
  return page.completeSince === undefined
    ? view
    : { ...view, completeSince: isoTimeAfter(page.completeSince) };
}
