import { z } from 'zod';
import { DAY_MS } from '../../model/time-range';
import { format, fraction, over } from '../fraction';
import { dayOf, type ImportedPrices, importedPrice } from './imported';

/** A response of the Azure Retail Prices API (one page, or several joined), as far as it is read. */
export const azureRetail = z.looseObject({
  Items: z.array(
    z.looseObject({
      currencyCode: z.string(),
      retailPrice: z.number(),
      tierMinimumUnits: z.number().default(0),
      armRegionName: z.string(),
      serviceName: z.string(),
      meterName: z.string(),
      unitOfMeasure: z.string(),
      type: z.string(),
      effectiveStartDate: z.string(),
      effectiveEndDate: z.string().nullish(),
    }),
  ),
});

type AzureRetail = z.infer<typeof azureRetail>;

const METERS: Readonly<Record<string, { readonly plan: string; readonly meter: string }>> = {
  'Standard Execution Time': { plan: 'consumption', meter: 'execution-time' },
  'Standard Total Executions': { plan: 'consumption', meter: 'executions' },
  'On Demand Execution Time': { plan: 'flex-consumption', meter: 'on-demand-execution-time' },
  'On Demand Total Executions': { plan: 'flex-consumption', meter: 'on-demand-executions' },
  'Always Ready Baseline': { plan: 'flex-consumption-always-ready', meter: 'always-ready-baseline' },
  'Always Ready Execution Time': {
    plan: 'flex-consumption-always-ready',
    meter: 'always-ready-execution-time',
  },
  'Always Ready Total Executions': {
    plan: 'flex-consumption-always-ready',
    meter: 'always-ready-executions',
  },
};

/** Reads the prices of Azure Functions by region. A price of zero is the free grant and is skipped. */
export function importAzureRetail({ Items }: AzureRetail): ImportedPrices {
  const newest =
    Items.map(({ effectiveStartDate }) => dayOf(effectiveStartDate))
      .sort()
      .at(-1) ?? 'no day';
  const source = `Azure Retail Prices, newest of ${newest}`;
  const prices = Items.flatMap((item) => {
    const { serviceName, meterName, currencyCode, retailPrice, type, armRegionName, unitOfMeasure } = item;
    const target = serviceName === 'Functions' ? METERS[meterName] : undefined;
    const isPrice =
      type === 'Consumption' && currencyCode === 'USD' && retailPrice > 0 && armRegionName !== '';
    if (!target || !isPrice) return [];
    // Such as `10`, `1 GB Second`, `1M`.
    const [, count = '1', million] = /^(\d+)(M)?/.exec(unitOfMeasure) ?? [];
    const units = fraction(million ? `${count}e6` : count);
    return [
      importedPrice({
        provider: 'azure',
        product: 'functions',
        ...target,
        region: armRegionName,
        priceUsd: format(over(fraction(retailPrice), units)),
        from: dayOf(item.effectiveStartDate),
        to: endOf(item.effectiveEndDate),
        source,
      }),
    ];
  });
  return { source, prices, skipped: Items.length - prices.length };
}

/** The date that stands for no end. */
const NEVER_MS = Date.UTC(9999, 0);

/** The first day on which a price no longer applies; null if it has no end. */
function endOf(time: string | null | undefined): string | null {
  const ms = Date.parse(time ?? '');
  // Both the last second of a day and the first of the next one mean that next day.
  return Number.isNaN(ms) || ms >= NEVER_MS ? null : new Date(ms + DAY_MS - 1).toISOString().slice(0, 10);
}
