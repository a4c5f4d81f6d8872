import { COLD_CAUSES, coldCause } from '@/core/model/explore/cold-causes';
import type { ColdStartsView, DeploymentView, VariantView } from '@/core/model/explore-views';
import { services } from '../door';
import { deploymentsSchema, variantsSchema } from '../inputs/explore';
import { functionId, toRange } from '../inputs/fields';
import { parseInput } from '../inputs/parse';
import { toTotalsView } from '../views/figures';
import { isoTime } from '../views/time';

/** Enough to estimate shares, few enough to read each. */
const MOST_COLD_STARTS = 500;

interface OfFunction {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** A function's versions and memory sizes with their figures, newest first; empty for an unknown function. */
export async function getVariants({ id, ...input }: OfFunction): Promise<readonly VariantView[]> {
  if (!functionId.safeParse(id).success) return [];
  const { reader, now } = await services();
  const range = toRange(parseInput(variantsSchema, input), now());
  const variants = await reader.variants({ functionId: id, range, costs: false });
  return variants.map(({ totals, firstSeen, lastSeen, ...variant }) => ({
    ...variant,
    firstSeen: isoTime(firstSeen),
    lastSeen: isoTime(lastSeen),
    ...toTotalsView(totals),
  }));
}

/** Why the newest cold starts of a function were needed. `variants`: those of the same function and range, if already queried. */
export async function getColdStarts(
  { id, ...input }: OfFunction,
  variants?: Promise<readonly VariantView[]>,
): Promise<ColdStartsView> {
  if (!functionId.safeParse(id).success) return { counted: 0, complete: true, causes: [] };
  const { reader, now } = await services();
  const range = toRange(parseInput(variantsSchema, input), now());
  const [found, known] = await Promise.all([
    reader.coldStarts({ functionId: id, range, limit: MOST_COLD_STARTS + 1 }),
    variants ?? getVariants({ id, ...input }),
  ]);
  const firstSeen = new Map<string | null, number>();
  for (const one of known) {
    const at = Date.parse(one.firstSeen);
    firstSeen.set(one.version, Math.min(at, firstSeen.get(one.version) ?? at));
  }
  const counted = found.slice(0, MOST_COLD_STARTS);
  const causes = counted.map((one) => coldCause(one, firstSeen));
  return {
    counted: counted.length,
    complete: found.length === counted.length,
    causes: COLD_CAUSES.map((cause) => ({ cause, count: causes.filter((one) => one === cause).length })),
  };
}

/** Versions that were first seen in the range, oldest first. */
export async function listDeployments(input: {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly limit?: number;
}): Promise<readonly DeploymentView[]> {
  const { reader, now } = await services();
  const { from, to, ...query } = parseInput(deploymentsSchema, input);
  const found = await reader.deployments({ ...query, range: toRange({ from, to }, now()) });
  return found.map((one) => ({ ...one, at: isoTime(one.at) }));
}
