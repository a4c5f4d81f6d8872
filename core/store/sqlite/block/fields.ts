/**
 * What a record has besides attributes, as columns with fixed numbers: written like attributes, left out when empty
 * (0, '' or false). Numbers are never used again for something else.
 */
export const FIELD = {
  name: 1,
  /** Span kind + 8 * status code, OTLP's numbers. */
  kindAndStatus: 2,
  flags: 3,
  traceState: 4,
  statusMessage: 5,
  scopeName: 6,
  scopeVersion: 7,
  severity: 8,
  severityText: 9,
  body: 10,
  repeat: 11,
  timeIsReceipt: 12,
  linkTraceId: 13,
  linkSpanId: 14,
} as const;

export type Field = (typeof FIELD)[keyof typeof FIELD];

/** Stands for "an attribute" where a column says which field it is. */
export const NO_FIELD = 0;
export const MOST_FIELDS = 16;
