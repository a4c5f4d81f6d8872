import { count, type Finding, LEAST_INVOCATIONS, LEAST_SHARE, mb, ms, usd } from './advice';
import { currentSize, type FunctionUsage, type SizeUsage, type UnitCost } from './usage';

/** Headroom above the highest memory use. */
const MARGIN = 1.25;
const LEAST_MB = 128;
const SIZES_MB = [128, 256, 512, 768, 1024, 1536, 1769, 2048, 3008, 4096, 5120, 6144, 8192] as const;
/** Beyond this size, a single thread gets no more CPU. */
const FULL_CORE_MB = 1769;

/**
 * The memory size that costs least. Sizes at which the function ran are compared by their cost. A smaller size that it never
 * ran at is judged by its time: waiting takes as long at any size, while work slows down at worst in proportion to the CPU
 * share. Never less than a quarter above the highest memory use.
 */
export function memoryAdvice(usage: FunctionUsage, unitCost: UnitCost): Finding {
  const now = currentSize(usage);
  const keep = (reason: string): Finding => ({ keep: { kind: 'memory', function: usage.function, reason } });
  if (!now || now.invocations < LEAST_INVOCATIONS)
    return keep(`fewer than ${LEAST_INVOCATIONS} invocations at ${usage.memoryMb} MB`);
  const comparable = usage.sizes.filter(({ architecture }) => architecture === now.architecture);
  const used = comparable.map((size) => size.maxMemoryUsedMb).filter((most) => most !== null);
  if (used.length === 0) return keep('the memory in use is not known: no platform tells');
  const mostUsed = Math.max(...used);
  const floor = Math.max(LEAST_MB, Math.ceil(mostUsed * MARGIN));
  return (
    measured(usage, now, comparable, floor) ??
    judged(usage, now, floor, mostUsed, unitCost) ??
    keep(
      floor > now.memoryMb / 2
        ? `${Math.ceil(mostUsed)} MB of ${now.memoryMb} MB were in use: too little is left to take away`
        : `less memory than ${now.memoryMb} MB would not cost less`,
    )
  );
}

function measured(
  usage: FunctionUsage,
  now: SizeUsage,
  sizes: readonly SizeUsage[],
  floor: number,
): Finding | null {
  const tried = sizes.filter(
    ({ invocations, memoryMb }) => invocations >= LEAST_INVOCATIONS && memoryMb >= floor,
  );
  const best = tried.toSorted((a, b) => a.cost - b.cost)[0];
  if (!best || best.cost > now.cost * (1 - LEAST_SHARE)) return null;
  const saving = (now.cost - best.cost) * now.invocations * usage.monthlyFactor;
  return {
    change: {
      kind: 'memory',
      function: usage.function,
      title: `Run ${usage.function.name} at ${best.memoryMb} MB instead of ${now.memoryMb} MB`,
      reason: 'It ran at both sizes in this time; this is what an invocation cost at each.',
      certainty: 'measured',
      saving: { low: saving, high: saving },
      evidence: evidenceOf(sizes),
    },
  };
}

function judged(
  usage: FunctionUsage,
  now: SizeUsage,
  floor: number,
  mostUsed: number,
  unitCost: UnitCost,
): Finding | null {
  const costAt = (memoryMb: number, durationMs: number) =>
    unitCost({ region: usage.region, architecture: now.architecture, memoryMb, durationMs });
  const own = costAt(now.memoryMb, now.durationMs);
  if (own === null) return null;
  const slowest = (memoryMb: number) =>
    now.waitedMs +
    Math.max(0, now.durationMs - now.waitedMs) *
      (Math.min(now.memoryMb, FULL_CORE_MB) / Math.min(memoryMb, FULL_CORE_MB));
  const candidates = SIZES_MB.filter((size) => size >= floor && size < now.memoryMb).flatMap((memoryMb) => {
    const best = costAt(memoryMb, now.durationMs);
    const worst = costAt(memoryMb, slowest(memoryMb));
    return best === null || worst === null ? [] : [{ memoryMb, low: own - worst, high: own - best }];
  });
  const [found] = candidates.toSorted((a, b) => b.low - a.low || b.high - a.high);
  if (!found || found.low < 0 || found.high < own * LEAST_SHARE) return null;
  const monthly = now.invocations * usage.monthlyFactor;
  return {
    change: {
      kind: 'memory',
      function: usage.function,
      title: `Try ${usage.function.name} at ${found.memoryMb} MB instead of ${now.memoryMb} MB`,
      reason: `At most ${Math.ceil(mostUsed)} MB were ever in use. Less memory comes with a smaller share of a core: an invocation takes ${inWords(now.durationMs)} as now if it is not short of CPU, and up to ${inWords(slowest(found.memoryMb))} if it is.`,
      certainty: 'range',
      saving: { low: found.low * monthly, high: found.high * monthly },
      evidence: evidenceOf([now]),
    },
  };
}

function evidenceOf(sizes: readonly SizeUsage[]) {
  return {
    columns: ['Memory', 'Invocations', 'Mean duration', 'of it waiting', 'Most memory used', 'Cost of 1,000'],
    rows: sizes
      .toSorted((a, b) => a.memoryMb - b.memoryMb)
      .map((size) => [
        mb(size.memoryMb),
        count(size.invocations),
        ms(size.durationMs),
        ms(size.waitedMs),
        size.maxMemoryUsedMb === null ? null : mb(size.maxMemoryUsedMb),
        usd(size.cost * 1000),
      ]),
  };
}

function inWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}
