/** All detectors, in the order in which they run; those of `OFF_BY_DEFAULT` must be turned on. */
export const DETECTOR_IDS = [
  'key-name',
  'private-key',
  'authorization',
  'url-password',
  'assignment',
  'jwt',
  'vendor-token',
  'card',
  'email',
] as const;

export type DetectorId = (typeof DETECTOR_IDS)[number];

/** Personal data that many need to see: detected only when turned on. */
export const OFF_BY_DEFAULT: readonly DetectorId[] = ['email'];

/** Descriptions of the detectors for people. */
export const DETECTOR_TITLES: Readonly<Record<DetectorId, string>> = {
  'key-name': 'Values whose key says secret: authorization, cookie, password, token, api_key, private_key',
  'private-key': 'Private keys in PEM form',
  authorization: 'Authorization and cookie headers, Bearer and Basic credentials inside texts',
  'url-password': 'Passwords in addresses, as postgres://user:password@host',
  assignment: 'password=…, token: … and the like inside texts, JSON and query strings',
  jwt: 'JSON web tokens',
  'vendor-token':
    'Tokens with a known form: AWS, GitHub, GitLab, Slack, Stripe, OpenAI, Google, npm, Faaslens',
  card: 'Payment card numbers with a right check digit',
  email: 'E-mail addresses',
};

export const RULE_KINDS = ['key', 'pattern'] as const;

export type RuleKind = (typeof RULE_KINDS)[number];

/** A user's rule. */
export interface RedactionRule {
  /** Included in the mark that replaces a match. */
  readonly name: string;
  readonly kind: RuleKind;
  /** `key`: an attribute key, where `*` stands for any characters, ignoring case. `pattern`: a regular expression (RE2). */
  readonly match: string;
}

/** Everything that determines what is redacted. */
export interface RedactionSettings {
  readonly detectors: readonly DetectorId[];
  readonly rules: readonly RedactionRule[];
}

export const DEFAULT_REDACTION: RedactionSettings = {
  detectors: DETECTOR_IDS.filter((id) => !OFF_BY_DEFAULT.includes(id)),
  rules: [],
};

/** The text that replaces a secret; `by` is the detector or rule that found it. */
export function markOf(by: string): string {
  return `[redacted ${by}]`;
}
