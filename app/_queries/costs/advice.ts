import type { Advice, Finding, Kept } from '@/core/model/advice/advice';
import { architectureAdvice } from '@/core/model/advice/architecture';
import { memoryAdvice } from '@/core/model/advice/memory';
import { platformAdvice } from '@/core/model/advice/platform';
import { provisionedAdvice } from '@/core/model/advice/provisioned';
import { currentSize, type FunctionUsage, type SizeUsage } from '@/core/model/advice/usage';
import { waitingAdvice } from '@/core/model/advice/waiting';
import { formatPicoUsd, type PicoUsd } from '@/core/model/money';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange, toWholeHours } from '@/core/model/time-range';
import { productOf } from '@/core/pricing/product-of';
import type { FunctionRow, SizeFigures, TelemetryReader } from '@/core/store/store';
import { services } from '../door';
import { adviceSchema } from '../inputs/costs';
import { parseInput } from '../inputs/parse';
import { isoTime } from '../views/time';
import { otherPlatforms, type Traffic } from './other-platforms';
import { type Estimating, lambdaCosts, provisionedHour } from './unit-costs';

export interface AdviceInput {
  readonly environment?: string;
  readonly functionId?: string;
}

export interface AdviceItemView extends Omit<Advice, 'saving'> {
  /** In 30 days at list price. */
  readonly savingUsd: { readonly low: string; readonly high: string };
}

export interface AdviceView {
  /** How many functions were examined. */
  readonly from: string;
  readonly to: string;
  /** Greatest saving first. */
  readonly items: readonly AdviceItemView[];
  readonly kept: readonly Kept[];
  readonly nextCursor: null;
}

const WINDOW_MS = 14 * DAY_MS;
const MONTH_MS = 30 * DAY_MS;
/** Only the dearest functions are examined; more would be noise. */
const MOST_FUNCTIONS = 30;
const MOST_SIZES = 500;
const MOST_WAITS = 20;

/** Possible savings, based on the last 14 days. */
export async function getAdvice(input: AdviceInput): Promise<AdviceView> {
  const { reader, settings, now } = await services();
  const of = parseInput(adviceSchema, input);
  const nowMs = now();
  // Totals per size exist for whole hours within retention; everything compared with them uses the same range.
  const fromMs = Math.max(nowMs - WINDOW_MS, await reader.keptSince());
  const range = toWholeHours({ fromMs, toMs: nowMs });
  const estimating: Estimating = { nowMs, changes: await settings.listPriceOverrides() };
  const [sizes, totals, waits] = await Promise.all([
    reader.sizes({ range, ...of, limit: MOST_SIZES }),
    reader.totals({ range, ...of }),
    reader.costs({ range, ...of, groupBy: { by: 'dependency' }, limit: MOST_WAITS }),
  ]);
  const found = await usagesOf(reader, sizes, { ...range, toMs: nowMs });
  const costOf = lambdaCosts(estimating);
  const ofFunctions = await Promise.all(
    found.map(async (usage) => [
      memoryAdvice(usage, costOf),
      architectureAdvice(usage, costOf),
      ...(await provisioned(reader, usage, range, estimating)),
    ]),
  );
  const sinceMs = Math.min(nowMs, ...found.map(({ sinceMs }) => sinceMs));
  const monthlyFactor = factorOf(sinceMs, nowMs);
  const findings: readonly Finding[] = [
    ...ofFunctions.flat(),
    ...waitingAdvice(
      waits.groups.map((wait) => ({
        dependency: wait.key,
        invocations: wait.invocations ?? 0,
        waitedMs: wait.waitedMs ?? 0,
        cost: toUsd(wait.cost),
      })),
      { cost: toUsd(totals.cost), monthlyFactor },
    ),
    ...elsewhere(found, estimating),
  ];
  return {
    from: isoTime(Math.max(range.fromMs, sinceMs)),
    to: isoTime(nowMs),
    items: findings
      .flatMap((one) => ('change' in one ? [one.change] : []))
      .toSorted((a, b) => b.saving.high - a.saving.high)
      .map(({ saving: { low, high }, ...advice }) => ({
        ...advice,
        savingUsd: { low: decimalUsd(low), high: decimalUsd(high) },
      })),
    kept: findings.flatMap((one) => ('keep' in one ? [one.keep] : [])),
    nextCursor: null,
  };
}

type Observed = FunctionUsage & { readonly sinceMs: number };

/** The AWS Lambda functions that cost most, as configured now and as they ran. */
async function usagesOf(
  reader: TelemetryReader,
  sizes: readonly SizeFigures[],
  range: TimeRange,
): Promise<readonly Observed[]> {
  const costs = new Map<string, bigint>();
  for (const { functionId, cost } of sizes) costs.set(functionId, (costs.get(functionId) ?? 0n) + cost);
  const dearest = [...costs].toSorted(([, a], [, b]) => (a < b ? 1 : -1)).slice(0, MOST_FUNCTIONS);
  const rows = await Promise.all(dearest.map(([id]) => reader.function(id)));
  return rows.flatMap((row) => {
    if (row === null || row.memoryMb === null || productOf(row) !== 'aws/lambda') return [];
    return [toUsage(row, row.memoryMb, sizes, range)];
  });
}

function toUsage(
  row: FunctionRow,
  memoryMb: number,
  sizes: readonly SizeFigures[],
  range: TimeRange,
): Observed {
  const sinceMs = Math.max(range.fromMs, row.firstSeen);
  return {
    function: { id: row.id, name: row.name },
    region: row.region,
    memoryMb,
    architecture: row.architecture,
    sizes: sizes.filter(({ functionId }) => functionId === row.id).map(toSizeUsage),
    monthlyFactor: factorOf(sinceMs, range.toMs),
    sinceMs,
  };
}

function toSizeUsage(size: SizeFigures): SizeUsage {
  return {
    memoryMb: size.memoryMb,
    architecture: size.architecture,
    invocations: size.invocations,
    durationMs: size.durationMs / size.invocations,
    waitedMs: size.waitedMs / size.invocations,
    maxMemoryUsedMb: size.maxMemoryUsedMb,
    cost: toUsd(size.cost) / size.invocations,
  };
}

async function provisioned(
  reader: TelemetryReader,
  usage: Observed,
  { toMs }: TimeRange,
  estimating: Estimating,
): Promise<readonly Finding[]> {
  const hourly = provisionedHour(usage, estimating);
  const now = currentSize(usage);
  if (hourly === null || now === undefined) return [];
  const range = { fromMs: Math.floor(usage.sinceMs / HOUR_MS) * HOUR_MS, toMs };
  const series = await reader.series({ range, functionId: usage.function.id, stepMs: HOUR_MS });
  const busy = Array.from({ length: 24 }, () => ({ ms: 0, hours: 0 }));
  for (const { t, billedDurationMs } of series) {
    const hour = busy[new Date(t).getUTCHours()];
    if (!hour) continue;
    hour.ms += billedDurationMs;
    // The first and the last hour are covered only in part.
    hour.hours += (Math.min(t + HOUR_MS, toMs) - Math.max(t, usage.sinceMs)) / HOUR_MS;
  }
  return [
    provisionedAdvice({
      function: usage.function,
      invocations: now.invocations,
      busy: busy.map(({ ms, hours }) => (hours <= 0 ? 0 : ms / (hours * HOUR_MS))),
      hourly,
    }),
  ];
}

/** Everything that the examined functions ran, priced on other platforms. */
function elsewhere(usages: readonly Observed[], estimating: Estimating): readonly Finding[] {
  if (usages.length === 0) return [];
  const traffic = usages.flatMap(({ sizes, monthlyFactor }): Traffic[] =>
    sizes.map((size) => ({ ...size, invocations: size.invocations * monthlyFactor })),
  );
  const monthly = usages.reduce(
    (sum, { sizes, monthlyFactor }) =>
      sum + sizes.reduce((own, size) => own + size.cost * size.invocations, 0) * monthlyFactor,
    0,
  );
  const invocations = usages.reduce(
    (sum, { sizes }) => sum + sizes.reduce((own, size) => own + size.invocations, 0),
    0,
  );
  return [
    platformAdvice({
      current: { name: 'AWS Lambda', monthly },
      invocations,
      monthlyFactor: traffic.reduce((sum, one) => sum + one.invocations, 0) / invocations,
      others: otherPlatforms(traffic, estimating),
    }),
  ];
}

function factorOf(sinceMs: number, untilMs: number): number {
  return MONTH_MS / Math.max(MINUTE_MS, untilMs - sinceMs);
}

function toUsd(cost: PicoUsd): number {
  return Number(cost) / 1e12;
}

function decimalUsd(amount: number): string {
  return formatPicoUsd(BigInt(Math.round(amount * 1e12)));
}
