import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FiguresView } from '@/core/model/views';
import { SparkLine } from '../charts/spark-line';
import { Card } from '../ui/card';
import type { Scope } from '../url/scope';
import { withRows } from './tile-rows';
import { changeTone, figureTiles, type Tile } from './tiles';

const ARROWS = { up: '↑', down: '↓', same: '→' } as const;
const WORDS = { up: 'up', down: 'down', same: '' } as const;
const TONES = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' } as const;

/** Small amounts of money have many digits; with seven tiles in a row, this many fit at each size. */
const LONGEST_AT_FULL_SIZE = 8;
const LONGEST_AT_HALF_SIZE = 12;

/** The figures of a period, each with its change from the previous period of equal length. */
export function StatTiles({
  figures,
  scope,
  functionId,
}: {
  readonly figures: FiguresView;
  readonly scope: Scope;
  /** Set when they are one function's. */
  readonly functionId?: string;
}) {
  return (
    <Tiles tiles={withRows(figureTiles(figures.totals, figures.previous), figures, scope, functionId)} />
  );
}

/** Seven figures in a row on wide windows; `children`: those that load later. */
export function Tiles({
  tiles,
  children,
}: {
  readonly tiles: readonly Tile[];
  readonly children?: ReactNode;
}) {
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-4 xl:grid-cols-7">
      <TileList tiles={tiles} />
      {children}
    </div>
  );
}

/** Numbers within a row of `Tiles`. */
export function TileList({ tiles }: { readonly tiles: readonly Tile[] }) {
  return tiles.map((tile) => <StatTile key={tile.label} tile={tile} />);
}

function StatTile({ tile }: { readonly tile: Tile }) {
  const { change } = tile;
  return (
    <Card className="max-sm:first:col-span-2 [&>div]:flex [&>div]:h-full [&>div]:flex-col">
      <dl title={tile.hint} className="pt-3">
        <dt className="truncate text-muted text-tremor-label">{tile.label}</dt>
        <dd className="mt-1">
          <span className="flex flex-wrap items-baseline gap-x-1.5">
            <span
              className={`whitespace-nowrap font-semibold text-ink leading-7 tabular-nums ${sizeOf(tile.value)}`}
            >
              {tile.href === undefined ? (
                tile.value
              ) : (
                <Link prefetch={false} href={tile.href} className="hover:text-brand-strong hover:underline">
                  {tile.value}
                </Link>
              )}
            </span>
            {tile.detail !== undefined && (
              <span className="whitespace-nowrap text-muted text-tremor-label tabular-nums">
                {tile.href === undefined ? (
                  tile.detail
                ) : (
                  <Link prefetch={false} href={tile.href} className="hover:text-brand-strong hover:underline">
                    {tile.detail}
                  </Link>
                )}
              </span>
            )}
          </span>
          <span
            title={change === null ? undefined : 'Against the period of equal length before'}
            className={`block truncate text-tremor-label tabular-nums ${TONES[changeTone(tile)]}`}
          >
            {change === null ? (
              <span className="text-faint">{tile.note ?? 'no comparison'}</span>
            ) : (
              <>
                <span aria-hidden="true">{ARROWS[change.direction]} </span>
                <span className="sr-only">{WORDS[change.direction]} </span>
                {change.text}
                <span className="sr-only"> against the period before</span>
              </>
            )}
          </span>
        </dd>
      </dl>
      {tile.spark && (
        <div className="mt-auto">
          <SparkLine {...tile.spark} />
        </div>
      )}
    </Card>
  );
}

function sizeOf(value: string): string {
  if (value.length <= LONGEST_AT_FULL_SIZE) return 'text-[1.25rem]';
  return value.length <= LONGEST_AT_HALF_SIZE ? 'text-[0.9375rem]' : 'text-tremor-label';
}
