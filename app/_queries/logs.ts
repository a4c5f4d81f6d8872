import type { LogView, PageView } from '@/core/model/views';
import { services } from './door';
import { toRange } from './inputs/fields';
import { logsSchema, severityNumber } from './inputs/lists';
import { parseInput } from './inputs/parse';
import { toLogView, toPageView } from './views/rows';

export interface LogsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** `trace`, `debug`, `info`, `warn`, `error` or `fatal`: this severity and above. */
  readonly severity?: string;
  readonly q?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** Log records, newest first. */
export async function listLogs(input: LogsInput): Promise<PageView<LogView>> {
  const { reader, now } = await services();
  const { from, to, severity, ...query } = parseInput(logsSchema, input);
  const page = await reader.logs({
    range: toRange({ from, to }, now()),
    ...query,
    ...(severity === undefined ? {} : { minSeverity: severityNumber(severity) }),
  });
  return toPageView(page, toLogView);
}
