import { DAY_MS, HOUR_MS, type TimeRange, toWholeMinutes } from '../../model/time-range';
import type { RollupFigures } from '../derive/figures';
import { msToNs, nsToTimeMs } from '../derive/times';
import type { FiguresQuery } from '../figures';
import type { Connection } from './connection';
import { neededFigures, toFigureRow } from './figure-columns';
import { figureConditions, stepTerm } from './figure-conditions';
import { askFigures } from './figure-rows';
import { readFiguresSince } from './retention/floor';

export interface StepFigures {
  /** Number of the step since the epoch; 0 of rows that are not asked for by step. */
  readonly step: number;
  readonly figures: RollupFigures;
}

/** Figures of a range, some rows of each step. */
export type AskFigures = (query: FiguresQuery, stepMs?: number) => Promise<readonly StepFigures[]>;

interface Question {
  readonly query: FiguresQuery;
  /** Of whole minutes. */
  readonly range: TimeRange;
  readonly stepMs: number | undefined;
  readonly resolve: (rows: readonly StepFigures[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions of a page come one by one, from another thread. */
const GATHERED_MS = 1;

/**
 * What is asked within a millisecond about the same functions is read by one statement where the ranges touch: a range, the
 * period before it, and its series.
 */
export function prepareFigureRows(connection: Connection): AskFigures {
  let gathered: Question[] = [];
  const answerAll = () => {
    const questions = gathered;
    gathered = [];
    for (const some of together(questions)) answerTogether(connection, some);
  };
  return (query, stepMs) =>
    new Promise((resolve, reject) => {
      if (gathered.length === 0) setTimeout(answerAll, GATHERED_MS);
      gathered.push({ query, range: toWholeMinutes(query.range), stepMs, resolve, reject });
    });
}

/** Those that one statement can answer. */
function together(questions: readonly Question[]): readonly (readonly Question[])[] {
  const groups: Question[][] = [];
  for (const question of questions.toSorted((a, b) => a.range.fromMs - b.range.fromMs)) {
    const group = groups.find(
      (others) => others.every((other) => isOfSame(other, question)) && touches(others, question),
    );
    if (group === undefined) groups.push([question]);
    else group.push(question);
  }
  return groups;
}

function isOfSame(a: Question, b: Question): boolean {
  return (
    a.query.environment === b.query.environment &&
    a.query.functionId === b.query.functionId &&
    (a.stepMs === undefined || b.stepMs === undefined || a.stepMs === b.stepMs) &&
    !keepsFromSums(a, b) &&
    !keepsFromSums(b, a)
  );
}

/** Sums are of hours: together with a series of shorter steps, whole days would be read by their rows. */
function keepsFromSums({ stepMs = HOUR_MS }: Question, { range, ...other }: Question): boolean {
  if (stepMs % HOUR_MS === 0 || other.stepMs !== undefined) return false;
  return Math.ceil(range.fromMs / DAY_MS) < Math.floor(range.toMs / DAY_MS);
}

function touches(others: readonly Question[], { range }: Question): boolean {
  return others.some((other) => range.fromMs <= other.range.toMs);
}

async function answerTogether(connection: Connection, questions: readonly Question[]): Promise<void> {
  try {
    const since = nsToTimeMs(await readFiguresSince(connection));
    // Hours that are left of rows may begin before the range that they are counted in.
    if (questions.length > 1 && questions.some(({ range }) => range.fromMs < since)) {
      for (const question of questions) answerTogether(connection, [question]);
      return;
    }
    const rows = await readParts(connection, questions);
    for (const { range, stepMs, resolve } of questions) {
      const own = rows.filter(({ part }) => part === null || (part >= range.fromMs && part < range.toMs));
      resolve(stepMs === undefined ? own.map((row) => ({ ...row, step: 0 })) : own);
    }
  } catch (error) {
    for (const { reject } of questions) reject(error);
  }
}

interface PartFigures extends StepFigures {
  /** When the part of the range begins; null where it is read as one. */
  readonly part: number | null;
}

/** Figures of the parts into which the ranges of the questions cut each other, and of their steps. */
async function readParts(
  connection: Connection,
  questions: readonly Question[],
): Promise<readonly PartFigures[]> {
  const borders = [...new Set(questions.flatMap(({ range }) => [range.fromMs, range.toMs]))].sort(
    (a, b) => a - b,
  );
  const [fromMs = 0, ...ends] = borders;
  const toMs = ends.at(-1) ?? fromMs;
  const starts = borders.slice(0, -1).map(msToNs);
  const stepMs = questions.find((question) => question.stepMs !== undefined)?.stepMs;
  const [{ query: of } = { query: null }] = questions;
  const asked = questions.map(({ query }) => query);
  const names = neededFigures({
    percentiles: asked.some(({ percentiles }) => percentiles !== false),
    costs: asked.some(({ costs }) => costs !== false),
  });
  const rows = await askFigures<{ readonly part?: string; readonly step?: string }>(
    connection,
    { fromMs, toMs },
    (range) => {
      const conditions = figureConditions({ ...of, range });
      const keys = [
        ...(starts.length > 1 ? [['part', `roundDown(i.start_ns, [${starts.join(', ')}])`]] : []),
        ...(stepMs === undefined ? [] : [['step', stepTerm(conditions, stepMs)]]),
      ];
      if (keys.length === 0) return { conditions };
      return {
        conditions,
        select: keys.map(([name, term]) => `toString(${term}) AS ${name}`).join(', '),
        groupBy: keys.map(([name]) => name).join(', '),
      };
    },
    { names, cutsMs: borders, ...(stepMs !== undefined && { stepMs }) },
  );
  return rows.map((row) => ({
    part: row.part === undefined ? null : nsToTimeMs(BigInt(row.part)),
    step: Number(row.step ?? 0),
    figures: toFigureRow(row),
  }));
}
