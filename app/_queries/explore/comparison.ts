import type { FunctionDetailView, InvocationView, TraceSpanView } from '@/core/model/views';
import { getFunction } from '../functions';
import { listInvocations } from '../invocations';
import { getTrace } from '../traces';

/** An invocation with its trace. */
export interface InvocationWithTrace {
  readonly invocation: InvocationView;
  readonly spans: readonly TraceSpanView[];
}

/** Null if it is not stored. */
export async function getInvocation({
  traceId,
  spanId,
}: {
  readonly traceId: string;
  readonly spanId: string;
}): Promise<InvocationWithTrace | null> {
  const trace = await getTrace({ traceId });
  const invocation = trace?.invocations.find((one) => one.spanId === spanId);
  return trace && invocation ? { invocation, spans: trace.spans } : null;
}

/** Widths around the median in which a typical invocation is looked for, as factors. */
const WIDTHS = [1.01, 1.05, 1.2, 2] as const;

/**
 * The newest invocation of the function, other than `except`, that succeeded with about the median duration, and the
 * function's figures. Null if there is none.
 */
export async function getUsual({
  except,
  ...of
}: {
  readonly functionId: string;
  readonly from: string;
  readonly to: string;
  readonly except: Pick<InvocationView, 'traceId' | 'spanId'>;
}): Promise<{ readonly figures: FunctionDetailView | null; readonly usual: InvocationWithTrace | null }> {
  const { functionId, from, to } = of;
  const figures = await getFunction({ id: functionId, from, to });
  const median = figures?.totals.durationMs.p50 ?? null;
  if (median === null) return { figures, usual: null };
  for (const width of WIDTHS) {
    const { items } = await listInvocations({
      ...of,
      failed: false,
      minDurationMs: median / width,
      maxDurationMs: median * width,
      limit: 2,
    });
    const found = items.find(({ traceId, spanId }) => traceId !== except.traceId || spanId !== except.spanId);
    if (found) return { figures, usual: await getInvocation(found) };
  }
  return { figures, usual: null };
}
