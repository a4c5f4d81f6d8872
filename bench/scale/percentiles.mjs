const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 };
/** Of fewer values the 99th percentile is one of the last few, and means little. */
const LEAST_INVOCATIONS = 100;

/** Percentiles and counters that rollups answer beside those of every single duration, for each function and for all. */
export async function comparePercentiles({ reader, truth, range, functions }) {
  const all = {
    id: undefined,
    durations: truth.durations.flat(),
    errors: truth.errors.reduce((sum, one) => sum + one, 0),
  };
  // A small store has not seen the rarest functions; one that was written and is not stored differs.
  const written = truth.durations.flatMap((durations, number) =>
    durations.length === 0 ? [] : [{ id: functions[number]?.id, durations, errors: truth.errors[number] }],
  );
  const each = written.filter(({ id }) => id !== undefined);
  let [greatestError, compared, countersDiffer] = [0, 0, written.length - each.length];
  for (const { id, durations, errors } of [all, ...each]) {
    const totals = await reader.totals({ range, ...(id && { functionId: id }) });
    if (totals.invocations !== durations.length || totals.errors !== errors) countersDiffer += 1;
    if (durations.length < LEAST_INVOCATIONS) continue;
    const sorted = Float64Array.from(durations).sort();
    for (const [name, share] of Object.entries(SHARES)) {
      const exact = sorted[Math.ceil(sorted.length * share) - 1];
      greatestError = Math.max(greatestError, Math.abs(totals.durationMs[name] - exact) / exact);
      compared += 1;
    }
  }
  return { greatestError, compared, countersDiffer };
}
