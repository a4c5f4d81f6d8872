import type { Outcome } from '@/core/model/invocation';
import type { InvocationView, PageView } from '@/core/model/views';
import { services } from './door';
import { toRange } from './inputs/fields';
import { invocationsSchema } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toInvocationView, toPageView } from './views/rows';

export interface InvocationsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  readonly q?: string;
  readonly requestKey?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Invocations, newest first. */
export async function listInvocations(input: InvocationsInput): Promise<PageView<InvocationView>> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(invocationsSchema, input);
  return toPageView(
    await reader.invocations({ range: toRange({ from, to }, now()), ...query }),
    toInvocationView,
  );
}
