import type { TimeRange } from '../model/time-range';
import type { AlertReader } from './ask';

const EXAMPLES = 3;

/** Up to three traces of failed invocations of the function, or of its version, newest first within each outcome. */
export async function exampleTraces(
  reader: Pick<AlertReader, 'invocations'>,
  range: TimeRange,
  functionId: string,
  version?: string,
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const outcome of ['error', 'timeout', 'oom', 'throttled'] as const) {
    if (ids.size >= EXAMPLES) break;
    const of = version === undefined ? { functionId } : { functionId, version };
    const page = await reader.invocations({ range, ...of, outcome, limit: EXAMPLES });
    for (const { traceId } of page.items) if (ids.size < EXAMPLES) ids.add(traceId);
  }
  return [...ids];
}
