import type Database from 'better-sqlite3';
import type { TimeRange } from '../../../model/time-range';
import { checkedLimit } from '../../derive/checked-limit';
import { Figures } from '../../derive/figures';
import type { Deployment, Variant } from '../../explore';
import { coverRange } from '../cover-range';
import type { AddRollups } from '../read-rollups';
import { prepareMinutesSince } from '../retention/floor';
import { variantScope } from '../rollup-scope';
import { hexBytes } from '../values';
import { OTHER_VARIANTS } from '../variant-table';

interface VariantRow {
  readonly no: number;
  readonly version: string;
  readonly memory_mb: number;
}

interface FirstVersionRow extends VariantRow {
  readonly function_id: Buffer;
  readonly name: string;
}

export interface VariantQueries {
  variants(query: {
    readonly functionId: string;
    readonly range: TimeRange;
    readonly percentiles?: boolean;
    readonly costs?: boolean;
  }): readonly Variant[];
  deployments(query: {
    readonly range: TimeRange;
    readonly environment?: string;
    readonly functionId?: string;
    readonly limit: number;
  }): readonly Deployment[];
}

export function prepareVariants(db: Database.Database, addRollups: AddRollups): VariantQueries {
  const minutesSince = prepareMinutesSince(db);
  const ofFunction = db.prepare<[Buffer], VariantRow>(
    'SELECT no, version, memory_mb FROM function_variant WHERE function_id = ? ORDER BY no',
  );
  const named = db.prepare<[{ environment: string | null; functionId: string | null }], FirstVersionRow>(
    `SELECT v.no, v.version, v.memory_mb, v.function_id, f.name
     FROM function f CROSS JOIN function_variant v ON v.function_id = unhex(f.id)
     WHERE ($functionId IS NULL OR f.id = $functionId) AND ($environment IS NULL OR f.environment = $environment)
       AND v.version <> ''`,
  );
  const end = (which: 'ASC' | 'DESC') =>
    db
      .prepare<[string, number, number], number>(
        `SELECT start_seconds FROM rollup WHERE scope = ? AND step_seconds = ? AND start_seconds >= ?
         ORDER BY start_seconds ${which} LIMIT 1`,
      )
      .pluck();
  const ends = { first: end('ASC'), last: end('DESC') };

  /** In milliseconds; null when no invocation of it is counted any more. */
  const seen = (no: number, which: 'first' | 'last'): number | null => {
    const scope = variantScope(no);
    const hour = ends[which].get(scope, 3600, 0);
    if (hour === undefined) return null;
    // Where minutes are kept, those of the hour say it better.
    const minute = ends[which].get(scope, 60, hour);
    return (minute !== undefined && minute < hour + 3600 ? minute : hour) * 1000;
  };

  return {
    variants({ functionId, range, percentiles, costs }) {
      const rows = ofFunction.all(hexBytes(functionId));
      const figures = new Map(rows.map(({ no }) => [variantScope(no), new Figures(costs)]));
      const pieces = coverRange(range, { minutesSince: minutesSince() });
      addRollups({ scopes: [...figures.keys()], pieces, percentiles, costs }, (scope) => figures.get(scope));
      return rows
        .flatMap(({ no, version, memory_mb }) => {
          const firstSeen = seen(no, 'first');
          const lastSeen = seen(no, 'last');
          if (firstSeen === null || lastSeen === null) return [];
          return {
            version: version === '' ? null : version,
            memoryMb: memory_mb > 0 ? memory_mb : null,
            isOthers: memory_mb === OTHER_VARIANTS,
            firstSeen,
            lastSeen,
            totals: (figures.get(variantScope(no)) ?? new Figures()).totals(),
          };
        })
        .sort((a, b) => b.firstSeen - a.firstSeen);
    },

    deployments({ range, environment = null, functionId = null, limit }) {
      const most = checkedLimit(limit);
      const versions = new Map<string, Map<string, Deployment>>();
      for (const row of named.all({ environment, functionId })) {
        const at = seen(row.no, 'first');
        if (at === null) continue;
        const id = row.function_id.toString('hex');
        const ofThis = versions.get(id) ?? new Map<string, Deployment>();
        versions.set(id, ofThis);
        const { version, name } = row;
        if (at < (ofThis.get(version)?.at ?? Number.POSITIVE_INFINITY))
          ofThis.set(version, { functionId: id, functionName: name, version, at });
      }
      return [...versions.values()]
        .flatMap((ofThis) => [...ofThis.values()].sort((a, b) => a.at - b.at).slice(1))
        .filter(({ at }) => at >= range.fromMs && at < range.toMs)
        .sort((a, b) => a.at - b.at)
        .slice(-most);
    },
  };
}
