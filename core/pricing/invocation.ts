import type { Price, PriceInvocation, UnpricedInvocation } from '../model/invocation';
import { parsePicoUsd } from '../model/money';
import { gbSeconds } from './decimal';
import {
  amount,
  billedMs,
  hasLambdaPrices,
  initIsBilled,
  lambdaArchitecture,
  lambdaPrices,
  marginalGbSecond,
  msToNs,
} from './lambda';

/**
 * Prices an invocation of AWS Lambda on demand: list price of the first tier, before free tier and discounts, because
 * both belong to the account's month and not to one invocation. `exact` only when the platform reported the billed
 * time and memory and architecture are known. Duration and request are rounded half up to 10^-12 USD each.
 */
export const priceInvocation: PriceInvocation = (invocation) => {
  const { provider, region } = invocation.function;
  const { platform, memoryMb } = invocation.facts;
  if (platform !== null && platform !== 'aws_lambda')
    return unpriced(null, `there are no prices of ${platform} yet`);
  if (provider !== 'aws' && platform === null) {
    return unpriced(
      null,
      provider === '' ? 'the platform is unknown' : `there are no prices of ${provider} yet`,
    );
  }
  if (invocation.outcome === 'throttled') {
    return { billedDurationMs: 0, cost: 0n, precision: 'exact', note: null };
  }

  const billed = billedDuration(invocation);
  if (region === '') return unpriced(billed.ms, 'the region is unknown');
  const startMs = Number(invocation.startNs / 1_000_000n);
  const prices = lambdaPrices(region, startMs);
  if (!prices) {
    const why = hasLambdaPrices(region) ? ' of that day' : '';
    return unpriced(billed.ms, `no price of AWS Lambda in ${region}${why} is known`);
  }
  if (memoryMb === null || !(memoryMb > 0)) return unpriced(billed.ms, 'the memory size is unknown');

  const named = invocation.facts.architecture;
  const architecture = named === null ? 'x86_64' : lambdaArchitecture(named);
  if (architecture === null)
    return unpriced(billed.ms, `AWS Lambda has no price for the architecture ${named}`);

  const notes = [...billed.notes];
  if (platform === null) notes.push('the platform is unknown: priced as AWS Lambda');
  if (named === null) notes.push('the architecture is unknown: priced as x86_64');
  const quantity = gbSeconds(BigInt(billed.ms), BigInt(Math.round(memoryMb)));
  return {
    billedDurationMs: billed.ms,
    cost: amount(quantity, marginalGbSecond(prices, architecture)) + parsePicoUsd(prices.request),
    precision: notes.length === 0 ? 'exact' : 'estimated',
    note: notes.length === 0 ? null : notes.join('; '),
  };
};

function billedDuration(invocation: UnpricedInvocation): { ms: number; notes: readonly string[] } {
  const { reportedBilledMs, durationNs, initDurationMs, coldStart, startNs } = invocation;
  if (reportedBilledMs !== null && reportedBilledMs >= 0)
    return { ms: Math.ceil(reportedBilledMs), notes: [] };
  const billsInit = initIsBilled(Number(startNs / 1_000_000n));
  const initNs = billsInit && initDurationMs !== null && initDurationMs > 0 ? msToNs(initDurationMs) : 0n;
  const notes = ['the platform did not report the billed time: measured instead'];
  if (billsInit && coldStart === true && initDurationMs === null)
    notes.push('the init time is unknown and left out');
  return { ms: Number(billedMs(durationNs, initNs)), notes };
}

function unpriced(billedDurationMs: number | null, note: string): Price {
  return { billedDurationMs, cost: null, precision: null, note };
}
