// At the end of a name: `clientSecret`, `x-amz-security-token`, `cookies`.
const SECRET =
  /(?:secret|token|cookie|credential)s?$|(?:api|access|private|secret|signing|encryption|account)_?keys?$|(?:^|_)(?:jwt|authorization|connection_?string|signature|sig|assertion|saml_?response|cvv|cvc|ssn|otp)$/;
// Wherever it stands: `DB_PASSWORD`, `password_confirmation`.
const PASSWORD = /passw(?:or)?d|passphrase|passcode|(?:^|_)pwd(?:_|$)/;
// They place a reader in a list.
const NO_SECRET = /(?:^|_)(?:next|page|continuation|pagination|sync|idempotency)_?token$/;

/** Whether a name says that what stands under it is secret. Some say a count or an answer: `maxTokens`, `hasPassword`. */
export function isSecretName(name: string, value: unknown): boolean {
  if (typeof value === 'boolean' || value === null || value === undefined) return false;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/_$/, '')
    .toLowerCase();
  if (PASSWORD.test(words)) return true;
  if (typeof value === 'number' && words.endsWith('tokens')) return false;
  return SECRET.test(words) && !NO_SECRET.test(words);
}
