export type MessageKind = 'alert.firing' | 'alert.resolved' | 'alert.digest' | 'alert.test';

/** A message before it is queued. `data` is what the receiver gets as `data`. */
export interface MessageInput {
  readonly kind: MessageKind;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many alerts it tells of; 1 unless told. */
  readonly alerts?: number;
}
