/** Kinds of an incident's first message: for a value beyond its limit, missing data, a rule that cannot be evaluated. */
export const BEGINNINGS = ['alert.firing', 'alert.no_data', 'alert.error'] as const;
export type Beginning = (typeof BEGINNINGS)[number];

export type MessageKind = Beginning | 'alert.acknowledged' | 'alert.resolved' | 'alert.digest' | 'alert.test';

/** Whether a message of this kind says that an incident has begun, or still lasts. */
export function isBeginning(kind: string): kind is Beginning {
  return BEGINNINGS.some((one) => one === kind);
}

/** A message before it is queued. `data` becomes the `data` that the receiver gets. */
export interface MessageInput {
  readonly kind: MessageKind;
  readonly channelId: string;
  readonly incidentId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many alerts it covers; 1 by default. */
  readonly alerts?: number;
}
