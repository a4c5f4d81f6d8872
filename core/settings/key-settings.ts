/** What a key may do. */
export type KeyScope = 'ingest' | 'read' | 'admin';

/** What a call asks for. `edit` changes what people share, such as rules and prices; no key has it alone. */
export type Scope = KeyScope | 'edit';

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly scope: KeyScope;
  /** How the secret begins and ends, to recognise it by. */
  readonly prefix: string;
  readonly checksum: string;
  /** The only environment that it may send to or read; null: all. */
  readonly environment: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** Null: until it is revoked. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export interface KeyInput {
  readonly name: string;
  readonly scope: KeyScope;
  readonly environment: string | null;
  readonly expiresInDays: number | null;
}

/** What is left out is null. */
export type KeyDraft = Pick<KeyInput, 'name' | 'scope'> & {
  readonly [Name in 'environment' | 'expiresInDays']?: KeyInput[Name] | undefined;
};

export interface KeySettings {
  /** Makes a key; `secret` is shown this once and kept only as a hash. */
  createKey(input: KeyDraft): Promise<{ key: Key; secret: string }>;
  /**
   * Makes a key that may do the same; the old one stays valid for `validHours` (24 unless told) beside it.
   * @throws FaaslensError `conflict` for a key that is valid no more
   */
  rotateKey(
    id: string,
    input: { validHours?: number | undefined },
  ): Promise<{ key: Key; secret: string; old: Key }>;
  listKeys(): Promise<readonly Key[]>;
  revokeKey(id: string): Promise<Key>;
  /** The valid key with this secret, or null; notes its use (at most once a minute). */
  findKey(secret: string): Promise<Key | null>;
  /** Notes what others saw of keys, milliseconds since the epoch by id; an earlier time than is known changes nothing. */
  noteKeyUses(uses: readonly (readonly [keyId: string, usedMs: number])[]): Promise<void>;
}
