import type { ErrorOccurrence, ErrorReader, ErrorRow } from '../errors';
import type { TelemetryReader } from '../store';

interface Filtered {
  readonly environment?: string;
  readonly functionId?: string;
}

/** More samples than a group has. */
const ALL_SAMPLES = 10;

/**
 * Error groups as seen from one environment: the counts already cover only its errors; message, samples and times come
 * from those samples that belong to its functions; versions, which a group keeps for all its errors, are left out.
 */
export function bindErrors(
  reader: ErrorReader,
  within: <Query extends Filtered>(query: Query) => Promise<Query & { readonly environment: string }>,
  ofFunction: TelemetryReader['function'],
): ErrorReader {
  async function samplesOf(fingerprint: string): Promise<readonly ErrorOccurrence[]> {
    const all = await reader.errorOccurrences({ fingerprint, limit: ALL_SAMPLES });
    const ours = await Promise.all(
      all.map(async ({ functionId }) => functionId !== null && (await ofFunction(functionId)) !== null),
    );
    return all.filter((_, index) => ours[index]);
  }
  async function part<Row extends ErrorRow>(row: Row): Promise<Row> {
    const samples = await samplesOf(row.fingerprint);
    const times = samples.map(({ time }) => time);
    const functions = await Promise.all(row.functions.map(async ({ id }) => (await ofFunction(id)) !== null));
    return {
      ...row,
      message: samples[0]?.message ?? '',
      culprit: samples.length === 0 ? '' : row.culprit,
      firstSeen: times.length === 0 ? row.firstSeen : Math.min(...times),
      lastSeen: times.length === 0 ? row.lastSeen : Math.max(...times),
      functions: row.functions.filter((_, index) => functions[index]),
      versions: [],
      versionsDropped: false,
      sampleTraceIds: [...new Set(samples.map(({ traceId }) => traceId))],
    };
  }
  return {
    async errors(query) {
      const page = await reader.errors(await within(query));
      return { ...page, items: await Promise.all(page.items.map(part)) };
    },
    async error(query) {
      const row = await reader.error(await within(query));
      // Without an error in this environment, the group does not exist for this reader.
      if (row === null || (row.count === 0 && (await samplesOf(row.fingerprint)).length === 0)) return null;
      return part(row);
    },
    errorOccurrences: async ({ fingerprint, limit }) => (await samplesOf(fingerprint)).slice(0, limit),
  };
}
