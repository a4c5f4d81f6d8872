/**
 * One text that all collectors of a store read: what the owner of the settings wants them to know. Only for engines that
 * several machines share.
 */
export interface Bulletin {
  /** Puts the text in the place of the one before; `version` is greater than all before it. */
  publish(notice: Notice): Promise<void>;
  /** The newest text when its version is greater than this one, else null. */
  readAfter(version: number): Promise<Notice | null>;
  /** Notes when keys were last used, milliseconds since the epoch by id; of each key the latest time counts. */
  noteUses(uses: KeyUses): Promise<void>;
  uses(): Promise<KeyUses>;
  /** Notes that a collector refused so many records by then, milliseconds since the epoch; kept for a day. */
  noteRejected(records: number, atMs: number): Promise<void>;
  /** How many records were noted after that time. */
  rejected(sinceMs: number): Promise<number>;
  close(): Promise<void>;
}

export type KeyUses = readonly (readonly [keyId: string, usedMs: number])[];

export interface Notice {
  readonly text: string;
  /** Milliseconds since the epoch when it was published: the later one counts. */
  readonly version: number;
}
