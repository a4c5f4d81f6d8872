import { isRecord } from '@/core/model/platform/platform-record';

const BORDER = /^(START|END|REPORT) RequestId: ([\w-]{8,64})(?:\s|$)/;
/** Lambda's own JSON lines are short and name their type near the beginning. */
const EVENT = '{"time"';
const TYPE = '"platform.';
const TYPE_WITHIN = 100;
const LONGEST_EVENT = 16 * 1024;
const ENDS: ReadonlySet<string> = new Set(['platform.runtimeDone', 'platform.report']);

/**
 * Finds the request of plain log lines of one environment, which do not name it: the one between whose START and END they
 * stand. A Lambda environment serves one request at a time; where two overlap, the answer is null from then on.
 */
export class CurrentRequest {
  private id: string | null = null;
  private isShared = false;

  /** The request of a line that comes now, or null. */
  get(): string | null {
    return this.id;
  }

  /** Takes in one of Lambda's own events, by its type. */
  event(type: string, id: string | null): void {
    if (id === null) return;
    if (type === 'platform.start') this.begin(id);
    else if (ENDS.has(type)) this.end(id);
  }

  /** Takes in a line; returns whether it was one of Lambda's own (text or JSON), which begin and end requests. */
  follow(line: string): boolean {
    if (line.startsWith(EVENT)) return this.followEvent(line);
    const [, word, id] = BORDER.exec(line) ?? [];
    if (id === undefined) return false;
    if (word === 'START') this.begin(id);
    else this.end(id);
    return true;
  }

  private followEvent(line: string): boolean {
    if (line.length > LONGEST_EVENT || line.lastIndexOf(TYPE, TYPE_WITHIN) < 0) return false;
    const event = objectIn(line);
    if (!isRecord(event) || typeof event.type !== 'string' || !isRecord(event.record)) return false;
    const { requestId } = event.record;
    this.event(event.type, typeof requestId === 'string' ? requestId.slice(0, 128) : null);
    return true;
  }

  private begin(id: string): void {
    this.isShared ||= this.id !== null && this.id !== id;
    this.id = this.isShared ? null : id;
  }

  private end(id: string): void {
    if (this.id === id) this.id = null;
  }
}

function objectIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
