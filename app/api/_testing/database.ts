import { dirname } from 'node:path';
import { provideServices, type Services } from '@/app/_queries/door';
import { knowPrices } from '@/app/_queries/known-prices';
import { backtest } from '@/core/alerts/backtest/backtest';
import { evaluations } from '@/core/alerts/backtest/evaluations';
import { createDoor } from '@/core/auth/authorize';
import { createSignInLimits } from '@/core/auth/sign-in-limits';
import { type Config, loadConfig } from '@/core/config';
import { newDatabase } from '@/core/database/testing';
import { openSettings } from '@/core/settings/index';
import { openDeletions, openPromotions } from '@/core/store/index';
import type { TelemetryReader } from '@/core/store/store';

export interface TestDatabase {
  readonly file: string;
  readonly services: Services;
  remove(): Promise<void>;
}

/** A new database in its own folder, used by the services of this process. */
export async function openTestDatabase(
  env: Readonly<Record<string, string>>,
  openReader: (file: string) => Promise<TelemetryReader>,
  now: () => number = Date.now,
): Promise<TestDatabase> {
  const made = newDatabase();
  const config: Config = loadConfig({ env: { FAASLENS_DATA_DIR: dirname(made.file), ...env } });

  const settings = await openSettings({ databaseFile: config.databaseFile, adminKey: config.adminKey });
  const reader = await openReader(config.databaseFile);
  const promotions = await openPromotions({ databaseFile: config.databaseFile }, { now });
  const deletions = await openDeletions({ databaseFile: config.databaseFile }, { now });
  const close = async () => {
    await deletions.close();
    await reader.close();
    await promotions.close();
    await settings.close();
  };
  const door = createDoor({
    config,
    findKey: (secret) => settings.findKey(secret),
    findSession: (token) => settings.findSession(token),
  });
  const backtestHere: Services['backtest'] = (input, { progress }) => backtest(reader, input, progress);
  const evaluationsHere: Services['evaluations'] = (input, { progress }) =>
    evaluations(reader, input, progress);
  const prices = knowPrices(settings, now);
  const services: Services = {
    config,
    door,
    signInLimits: createSignInLimits(now),
    reader,
    settings: { ...settings, ...prices.settings },
    costLines: prices.costLines,
    promotions,
    deletions,
    backtest: backtestHere,
    evaluations: evaluationsHere,
    prepareBacktest: () => undefined,
    now,
    close,
  };
  provideServices(services);
  return {
    file: config.databaseFile,
    services,
    remove: async () => {
      await close();
      made.remove();
    },
  };
}

/** A reader that fails the test on any query: for calls that must be refused before anything is read. */
export async function untouchableReader(): Promise<TelemetryReader> {
  const refuse = (name: string) => async (): Promise<never> => {
    throw new Error(`${name} was read`);
  };
  return {
    totals: refuse('totals'),
    series: refuse('series'),
    functions: refuse('functions'),
    function: refuse('function'),
    environments: refuse('environments'),
    invocations: refuse('invocations'),
    attempts: refuse('attempts'),
    traces: refuse('traces'),
    trace: refuse('trace'),
    span: refuse('span'),
    spans: refuse('spans'),
    traceOfSpan: refuse('traceOfSpan'),
    linksTo: refuse('linksTo'),
    logs: refuse('logs'),
    logCounts: refuse('logCounts'),
    logArrivals: refuse('logArrivals'),
    attributeGroups: refuse('attributeGroups'),
    promotedAttributes: refuse('promotedAttributes'),
    invocationGroups: refuse('invocationGroups'),
    costs: refuse('costs'),
    sizes: refuse('sizes'),
    dependencies: refuse('dependencies'),
    errors: refuse('errors'),
    error: refuse('error'),
    errorOccurrences: refuse('errorOccurrences'),
    keptSince: refuse('keptSince'),
    functionFigures: refuse('functionFigures'),
    invocationFigures: refuse('invocationFigures'),
    dependencyFigures: refuse('dependencyFigures'),
    lastRuns: refuse('lastRuns'),
    throttledAttempts: refuse('throttledAttempts'),
    newErrors: refuse('newErrors'),
    heatmap: refuse('heatmap'),
    variants: refuse('variants'),
    deployments: refuse('deployments'),
    functionSeries: refuse('functionSeries'),
    coldStarts: refuse('coldStarts'),
    breakdown: refuse('breakdown'),
    differences: refuse('differences'),
    close: async () => {},
  };
}
