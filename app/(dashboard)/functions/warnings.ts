import type { FunctionView } from '@/core/model/views';

export interface Warning {
  readonly label: string;
  readonly hint: string;
  readonly tone: 'bad' | 'warn';
  /** The rows behind it, as parameters of the list of invocations; null where the function's own page tells, as no list can. */
  readonly params: Readonly<Record<string, string | number | boolean>> | null;
}

/** Shares of fewer invocations say little. */
const FEWEST = 20;
const MANY_ERRORS = 0.1;
const SOME_ERRORS = 0.01;
const NEAR_LIMIT = 0.95;
const MANY_COLD = 0.1;
const SOME_MISSING = 0.01;

/** What deserves a look at a function; the gravest first. */
export function warningsOf(one: FunctionView): readonly Warning[] {
  const { ooms, timeouts, errorRate, coldStartRate, memoryShare, durationMs, timeoutMs, invocations } = one;
  const { expected, received } = one.coverage ?? { expected: 0, received: 0 };
  const enough = invocations >= FEWEST;
  const warnings: (Warning | false)[] = [
    ooms > 0 && {
      label: 'out of memory',
      hint: `${ooms} ran out of memory`,
      tone: 'bad',
      params: { outcome: 'oom' },
    },
    timeouts > 0 && {
      label: 'timeouts',
      hint: `${timeouts} timed out`,
      tone: 'bad',
      params: { outcome: 'timeout' },
    },
    enough &&
      (errorRate ?? 0) > SOME_ERRORS && {
        label: 'errors',
        hint: `More than ${(errorRate ?? 0) > MANY_ERRORS ? 'a tenth' : 'a hundredth'} failed`,
        tone: (errorRate ?? 0) > MANY_ERRORS ? 'bad' : 'warn',
        params: { failed: true },
      },
    (memoryShare.max ?? 0) >= NEAR_LIMIT &&
      ooms === 0 && {
        label: 'memory',
        hint: 'Used more than 95% of its memory',
        tone: 'warn',
        params: null,
      },
    timeoutMs !== null &&
      timeouts === 0 &&
      (durationMs.max ?? 0) >= NEAR_LIMIT * timeoutMs && {
        label: 'near timeout',
        hint: 'Took more than 95% of its timeout',
        tone: 'warn',
        params: { minDurationMs: NEAR_LIMIT * timeoutMs },
      },
    enough &&
      (coldStartRate ?? 0) > MANY_COLD && {
        label: 'cold starts',
        hint: 'More than a tenth were cold starts',
        tone: 'warn',
        params: { coldStart: true },
      },
    expected >= FEWEST &&
      (expected - received) / expected > SOME_MISSING && {
        label: 'telemetry missing',
        hint: `No telemetry came of ${expected - received} of ${expected} executions`,
        tone: 'warn',
        params: null,
      },
  ];
  return warnings.filter((warning) => warning !== false);
}
