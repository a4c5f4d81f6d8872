// A thousand different rules, as many people would make them: most are thresholds, some compare with earlier weeks.
const FIGURES = [
  'error_rate',
  'errors',
  'duration_p95',
  'invocations',
  'timeout_rate',
  'cold_start_rate',
  'cost',
  'duration_avg',
];
const WINDOWS = [1, 5, 10, 15, 30, 60, 120, 360];

export const BASE = {
  enabled: true,
  filter: { functionId: null, service: null, environment: null, version: null, dependency: null },
  groupBy: 'function',
  logs: null,
  windowMinutes: 5,
  minSamples: 5,
  maxSamples: null,
  points: { breaching: 2, of: 3, clear: 10 },
  delaySeconds: 30,
  missingData: 'ok',
  severity: 'warning',
  runbookUrl: null,
  mute: [],
  snoozedUntil: null,
  dependsOn: [],
  channelId: null,
  createdAt: 0,
  updatedAt: 0,
};

const LIMITS = {
  error_rate: 0.09,
  errors: 40,
  duration_p95: 900,
  invocations: 2000,
  timeout_rate: 0.02,
  cold_start_rate: 0.3,
  cost: 50,
  duration_avg: 400,
};

export function manyRules(count) {
  return Array.from({ length: count }, (_, index) => {
    const figure = FIGURES[index % FIGURES.length];
    const windowMinutes = WINDOWS[Math.floor(index / FIGURES.length) % WINDOWS.length];
    const [condition, own] = conditionOf(index, figure);
    return {
      ...BASE,
      id: `rul_${index}`,
      key: `rule-${index}`,
      name: `Rule ${index}`,
      figure,
      windowMinutes,
      condition,
      ...own,
    };
  });
}

function conditionOf(index, figure) {
  const kind = index % 20;
  if (kind < 2) return [{ kind: 'anomaly', direction: 'both', deviations: 4, floor: null }, {}];
  if (kind < 5) {
    const condition = {
      kind: 'change',
      direction: 'above',
      ratio: 2,
      recoveryRatio: 1.5,
      against: 'week',
      floor: null,
      minBaselineSamples: 10,
    };
    return [condition, {}];
  }
  if (kind === 5) {
    const pairs = [
      { longMinutes: 60, shortMinutes: 5, factor: 14.4 },
      { longMinutes: 360, shortMinutes: 30, factor: 6 },
      { longMinutes: 4320, shortMinutes: 360, factor: 1 },
    ];
    return [{ kind: 'burn_rate', objective: 0.999, pairs }, { figure: 'error_rate' }];
  }
  return [
    {
      kind: 'threshold',
      direction: 'above',
      threshold: LIMITS[figure] * (0.9 + (index % 7) / 20),
      recovery: null,
    },
    {},
  ];
}
