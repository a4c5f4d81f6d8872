/**
 * One text that all collectors of a store read, with what the owner of the settings wants them to know. Only for
 * engines that several machines share.
 */
export interface Bulletin {
  /** Replaces the current text; `version` must be greater than all before. */
  publish(notice: Notice): Promise<void>;
  /** The newest text if its version is greater than this one, else null. */
  readAfter(version: number): Promise<Notice | null>;
  /** Records when keys were last used, by id in milliseconds since the epoch; the latest time of each key counts. */
  noteUses(uses: KeyUses): Promise<void>;
  uses(): Promise<KeyUses>;
  /** Records that a collector refused this many records by `atMs`, milliseconds since the epoch; kept for a day. */
  noteRejected(records: number, atMs: number): Promise<void>;
  /** How many refused records were noted after that time. */
  rejected(sinceMs: number): Promise<number>;
  close(): Promise<void>;
}

export type KeyUses = readonly (readonly [keyId: string, usedMs: number])[];

export interface Notice {
  readonly text: string;
  /** When it was published, in milliseconds since the epoch; the later notice wins. */
  readonly version: number;
}
