import type Database from 'better-sqlite3';
import { beyondReports, type CountedInStep, CountedSums } from '../derive/beyond-reports';
import type { FiguresQuery } from '../store';
import type { Piece } from './cover-range';
import { prepareCountedFunctions } from './executions/platform-origins';

/** What platforms counted of the functions asked for; `stepOf` says to which step a rollup row belongs. */
export type CountedFigures = (
  query: Pick<FiguresQuery, 'environment' | 'functionId'>,
  pieces: readonly Piece[],
  stepOf: (startSeconds: number) => number,
) => Iterable<CountedInStep>;

interface CountRow {
  readonly origin_no: number;
  readonly start_seconds: number;
  readonly executions: number;
  readonly throttles: number | null;
}

interface ReportedRow {
  readonly scope: string;
  readonly start_seconds: number;
  readonly invocations: number;
  readonly reported: number;
  readonly received: number;
}

const IN_PIECE = 'step_seconds = ? AND start_seconds >= ? AND start_seconds < ?';

/** Costs one short statement while nothing was ever counted. */
export function prepareCounted(db: Database.Database): CountedFigures {
  const functionsOf = prepareCountedFunctions(db);
  const counts = db.prepare<[string, number, number, number], CountRow>(
    `SELECT origin_no, start_seconds, executions, throttles FROM platform_rollup
     WHERE origin_no IN (SELECT value FROM json_each(?)) AND ${IN_PIECE}`,
  );
  const reports = db.prepare<[string, number, number, number], ReportedRow>(
    `SELECT scope, start_seconds, invocations, reported, received FROM rollup
     WHERE scope IN (SELECT value FROM json_each(?)) AND ${IN_PIECE}`,
  );

  return ({ environment, functionId }, pieces, stepOf) => {
    const origins = functionsOf().filter(
      (one) =>
        (functionId === undefined || one.functionId === functionId) &&
        (environment === undefined || one.environment === environment),
    );
    if (origins.length === 0) return [];
    const byNo = new Map(origins.map((origin) => [origin.no, origin]));
    const sums = new CountedSums();
    for (const { step, from, to } of pieces) {
      for (const row of counts.iterate(JSON.stringify([...byNo.keys()]), step, from, to)) {
        const origin = byNo.get(row.origin_no);
        if (!origin) continue;
        const sum = sums.at(origin.functionId, stepOf(row.start_seconds));
        sum.executions[origin.feed] = (sum.executions[origin.feed] ?? 0) + row.executions;
        if (row.throttles !== null) sum.throttles = (sum.throttles ?? 0) + row.throttles;
      }
    }
    if (sums.size === 0) return [];
    const scopes = JSON.stringify([...new Set(origins.map((origin) => origin.functionId))]);
    for (const { step, from, to } of pieces) {
      for (const row of reports.iterate(scopes, step, from, to)) {
        const sum = sums.known(row.scope, stepOf(row.start_seconds));
        if (!sum) continue;
        sum.invocations += row.invocations;
        sum.reported += row.reported;
        sum.received += row.received;
      }
    }
    return Array.from(sums.all(), beyondReports);
  };
}
