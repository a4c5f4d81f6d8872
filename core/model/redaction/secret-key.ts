const SECRET =
  /(?:^|_)(?:passw(?:or)?d|passphrase|passcode|pwd|secrets?|(?:api|access|private|secret|signing|encryption|account|subscription|functions)_?keys?|[a-z]*token|jwt|authorization|cookies?|credentials?|cvv|cvc|ssn|otp)$/;
/** Tokens that are positions in a list, or counts. */
const NO_SECRET =
  /(?:^|_)(?:next|page|continuation|pagination|sync|cancellation|input|output|max|total|prompt|completion|stop|first|last|unexpected|idempotency)_?token$/;
/** A number under such a key is a secret, not a count. */
const SECRET_NUMBER = /(?:passw(?:or)?d|passcode|pwd|cvv|cvc|ssn|otp)$/;

/** What a key implies for its value: nothing, that texts and lists under it are secret, or numbers as well. */
export type KeySays = 'nothing' | 'secret' | 'secret number';

/** `http.request.header.x-api-key`, `clientSecret` and `DB_PASSWORD` are secret; `gen_ai.usage.input_tokens` is not. */
export function keySays(key: string): KeySays {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/_$/, '')
    .toLowerCase();
  if (!SECRET.test(words) || NO_SECRET.test(words)) return 'nothing';
  return SECRET_NUMBER.test(words) ? 'secret number' : 'secret';
}
