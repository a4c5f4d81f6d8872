import type { TimeRange } from '../model/time-range';
import type { FunctionWithTotals, TelemetryReader } from '../store/store';

/** What alerts ask of telemetry. */
export type AlertReader = Pick<TelemetryReader, 'functions' | 'invocations'>;

const PAGE = 500;
const EXAMPLES = 3;

/** Every function with its figures of the range, by id: one question for all rules with this window. */
export async function readFigures(
  reader: AlertReader,
  range: TimeRange,
): Promise<ReadonlyMap<string, FunctionWithTotals>> {
  const figures = new Map<string, FunctionWithTotals>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AlertReader['functions']>> = await reader.functions({
      range,
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const item of page.items) figures.set(item.function.id, item);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return figures;
}

/** Up to three traces of failed invocations of the function, newest first within each outcome. */
export async function exampleTraces(
  reader: AlertReader,
  range: TimeRange,
  functionId: string,
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const outcome of ['error', 'timeout', 'oom', 'throttled'] as const) {
    if (ids.size >= EXAMPLES) break;
    const page = await reader.invocations({ range, functionId, outcome, limit: EXAMPLES });
    for (const { traceId } of page.items) if (ids.size < EXAMPLES) ids.add(traceId);
  }
  return [...ids];
}
