import { createHash } from 'node:crypto';
import { lookOf } from '@/core/model/log-look';
import type { LogRecord, Resource } from '@/core/model/telemetry';

interface First {
  readonly log: LogRecord;
  /** Whether its digest is among the counts. */
  counted: boolean;
}

/**
 * Numbers the records of one body that are identical: they are distinct events, and a retry of the same body numbers them in
 * the same way. Digests are only computed for records that look alike.
 */
export class Repeats {
  private readonly firsts = new Map<number, First>();
  private readonly counts = new Map<string, number>();
  private readonly resources = new WeakMap<Resource, string>();

  /** How many identical records came before. */
  next(log: LogRecord): number {
    const look = lookOf(log);
    const first = this.firsts.get(look);
    if (!first) {
      this.firsts.set(look, { log, counted: false });
      return 0;
    }
    if (!first.counted) this.count(first.log);
    first.counted = true;
    return this.count(log);
  }

  private count(log: LogRecord): number {
    const { severity, severityText, body, attributes, traceId, spanId, scope } = log;
    const content = [
      sentTime(log),
      severity,
      severityText,
      body,
      attributes,
      traceId,
      spanId,
      scope.name,
      this.digestOf(log.resource),
    ];
    const digest = digestOf(content);
    const before = this.counts.get(digest) ?? 0;
    this.counts.set(digest, before + 1);
    return before;
  }

  /** Computed once per resource, which may be large and is shared by many records. */
  private digestOf(resource: Resource): string {
    const known = this.resources.get(resource);
    if (known !== undefined) return known;
    const digest = digestOf(resource.attributes);
    this.resources.set(resource, digest);
    return digest;
  }
}

function sentTime({ timeNs, timeIsReceipt }: LogRecord): string {
  return timeIsReceipt ? '' : timeNs.toString();
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}
