import type { FiguresView, SeriesPointView } from '@/core/model/views';
import { href } from '../url/href';
import type { Scope } from '../url/scope';
import type { Tile } from './tiles';

interface Behind {
  readonly values: (point: SeriesPointView) => number | null;
  readonly color: string;
  /** Parameters of the list of invocations behind the figure; null if another screen explains it. */
  readonly narrowing: (figures: FiguresView) => Readonly<Record<string, string | number | boolean>> | null;
}

function latency(name: 'p50' | 'p95' | 'p99'): Behind {
  return {
    values: ({ durationMs }) => durationMs[name],
    color: `var(--c-${name})`,
    narrowing: ({ totals: { durationMs } }) => ({ minDurationMs: durationMs[name] ?? 0 }),
  };
}

const BEHIND: Readonly<Record<string, Behind>> = {
  Invocations: {
    values: ({ invocations }) => invocations,
    color: 'var(--c-ok)',
    narrowing: () => ({}),
  },
  Errors: {
    values: ({ errors }) => errors,
    color: 'var(--c-error)',
    narrowing: () => ({ failed: true }),
  },
  'Cold starts': {
    values: ({ coldStarts }) => coldStarts,
    color: 'var(--c-cold)',
    narrowing: () => ({ coldStart: true }),
  },
  'Duration p50': latency('p50'),
  'Duration p95': latency('p95'),
  'Duration p99': latency('p99'),
  Cost: {
    values: ({ costUsd }) => (costUsd === null ? null : Number(costUsd)),
    color: 'var(--c-cost)',
    narrowing: () => null,
  },
};

/** The tiles with a line over time and a link to the rows behind them. */
export function withRows(
  tiles: readonly Tile[],
  figures: FiguresView,
  scope: Scope,
  functionId?: string,
): readonly Tile[] {
  // The figures' own range, in whole minutes, so that the rows add up to them.
  const whole = { ...scope, from: figures.from, to: figures.to };
  return tiles.map((tile) => {
    const behind = BEHIND[tile.label];
    if (!behind) return tile;
    const narrowing = behind.narrowing(figures);
    return {
      ...tile,
      spark: { values: figures.series.map(behind.values), color: behind.color },
      href:
        narrowing === null
          ? href('/costs', whole, { functionId })
          : href('/invocations', whole, { functionId, ...narrowing }),
    };
  });
}
