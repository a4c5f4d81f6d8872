import type { LogRecord, Span } from '../../../model/telemetry';
import type { BlockContent } from '../block/block';
import { sizeOfLog, sizeOfSpan } from './record-size';
import { BlockTokens } from './tokens';

/** Where content is cut into blocks. */
export interface PieceLimits {
  /** Rows (spans and log records) that a block should hold. */
  readonly rows: number;
  /** A block is closed behind the trace with which it has so many tokens, or about so many bytes before encoding. */
  readonly tokens: number;
  readonly bytes: number;
}

export const PIECE_LIMITS: PieceLimits = { rows: 1600, tokens: 16_384, bytes: 2 * 1024 * 1024 };

/** One block to be: its content, its tokens and keys in ascending order, and about how many bytes it has to encode. */
export interface Piece extends BlockContent {
  readonly size: number;
  readonly tokens: Uint32Array;
  readonly keys: Uint32Array;
}

/** Rows that are looked at in one step, but for those of a larger trace. */
const ROWS_AT_ONCE = 200;

interface Unit {
  readonly spans: Span[];
  readonly logs: LogRecord[];
}

/**
 * Cuts content into blocks of about equal numbers of rows. What belongs to one trace lies together, in the order of
 * arrival, and is parted only when it is too much for a block. Records without a trace are spread among the others as
 * they came. Nothing is left out; no piece is empty.
 */
export function* piecesOf(content: BlockContent, limits: PieceLimits = PIECE_LIMITS): Generator<Piece> {
  for (const piece of piecesInSteps(content, limits)) if (piece !== null) yield piece;
}

/** The same step by step: null after one that completed no piece. */
export function* piecesInSteps(content: BlockContent, limits: PieceLimits): Generator<Piece | null> {
  const total = content.spans.length + content.logs.length;
  const target = Math.ceil(total / Math.max(1, Math.round(total / limits.rows)));
  const open = new OpenPiece();
  let rows = 0;
  for (const unit of unitsOf(content)) {
    rows += unit.spans.length + unit.logs.length;
    if (rows >= ROWS_AT_ONCE) {
      rows = 0;
      yield null;
    }
    for (const span of unit.spans) {
      open.addSpan(span);
      if (open.exceeds(1.5 * target, 3 * limits.tokens, 2 * limits.bytes)) yield open.close();
    }
    for (const log of unit.logs) {
      open.addLog(log);
      if (open.exceeds(1.5 * target, 3 * limits.tokens, 2 * limits.bytes)) yield open.close();
    }
    if (open.exceeds(target, limits.tokens, limits.bytes)) yield open.close();
  }
  if (open.exceeds(1, 0, 0)) yield open.close();
}

class OpenPiece {
  private spans: Span[] = [];
  private logs: LogRecord[] = [];
  private bytes = 0;
  private readonly tokens = new BlockTokens();

  addSpan(span: Span): void {
    this.spans.push(span);
    this.bytes += sizeOfSpan(span);
    this.tokens.addSpan(span);
  }

  addLog(log: LogRecord): void {
    this.logs.push(log);
    this.bytes += sizeOfLog(log);
    this.tokens.addLog(log);
  }

  /** Whether it has so many rows, and so on; never when it is empty. */
  exceeds(rows: number, tokens: number, bytes: number): boolean {
    const own = this.spans.length + this.logs.length;
    return own > 0 && (own >= rows || this.tokens.size >= tokens || this.bytes >= bytes);
  }

  close(): Piece {
    const piece = {
      spans: this.spans,
      logs: this.logs,
      size: this.bytes,
      tokens: this.tokens.tokens(),
      keys: this.tokens.keys(),
    };
    this.spans = [];
    this.logs = [];
    this.bytes = 0;
    this.tokens.clear();
    return piece;
  }
}

function* unitsOf({ spans, logs }: BlockContent): Generator<Unit> {
  const units = new Map<string, Unit>();
  const unitOf = (traceId: string): Unit => {
    const known = units.get(traceId);
    if (known) return known;
    const made = { spans: [], logs: [] };
    units.set(traceId, made);
    return made;
  };
  const loose: LogRecord[] = [];
  for (const span of spans) unitOf(span.traceId).spans.push(span);
  for (const log of logs) {
    if (log.traceId === null) loose.push(log);
    else unitOf(log.traceId).logs.push(log);
  }
  let given = 0;
  let passed = 0;
  for (const unit of units.values()) {
    yield unit;
    passed += 1;
    for (const due = Math.floor((passed * loose.length) / units.size); given < due; given += 1) {
      yield { spans: [], logs: loose.slice(given, given + 1) };
    }
  }
  for (; given < loose.length; given += 1) yield { spans: [], logs: loose.slice(given, given + 1) };
}
