import { isRecord } from '@/core/model/platform/platform-record';

const BORDER = /^(START|END|REPORT) RequestId: ([\w-]{8,64})(?:\s|$)/;
/** Lambda's own lines in JSON: short, and their type stands near the beginning. */
const EVENT = '{"time"';
const TYPE = '"platform.';
const TYPE_WITHIN = 100;
const LONGEST_EVENT = 16 * 1024;
const ENDS: ReadonlySet<string> = new Set(['platform.runtimeDone', 'platform.report']);

/**
 * Which request plain lines of one environment belong to, which name none: that between whose beginning and end they stand.
 * Lambda's environments serve one at a time; where two overlap, nobody can tell, and from then on none is answered.
 */
export class CurrentRequest {
  private id: string | null = null;
  private isShared = false;

  /** The request that a line which comes now belongs to, or null. */
  get(): string | null {
    return this.id;
  }

  /** Takes in an event of Lambda's own, by its type. */
  event(type: string, id: string | null): void {
    if (id === null) return;
    if (type === 'platform.start') this.begin(id);
    else if (ENDS.has(type)) this.end(id);
  }

  /** Takes in a line of Lambda's own that begins or ends one, text or JSON; answers whether it was a line of its own. */
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
