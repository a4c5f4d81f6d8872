/**
 * One text that all collectors of a store read: what the owner of the settings wants them to know. Only for engines that
 * several machines share.
 */
export interface Bulletin {
  /** Puts the text in the place of the one before; `version` is greater than all before it. */
  publish(notice: Notice): Promise<void>;
  /** The newest text when its version is greater than this one, else null. */
  readAfter(version: number): Promise<Notice | null>;
  close(): Promise<void>;
}

export interface Notice {
  readonly text: string;
  /** Milliseconds since the epoch when it was published: the later one counts. */
  readonly version: number;
}
