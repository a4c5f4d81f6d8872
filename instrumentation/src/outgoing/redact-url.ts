import { decode } from './decode';
import { defaultPort, type OutgoingRequest } from './outgoing-request';

const REDACTED = 'REDACTED';

// The list of the conventions for `url.full` (signatures of AWS, Azure and Google), and what names itself a secret.
const SECRET_WORD =
  /signature|credential|token|secret|passw|passphrase|api[-_.]?key|access[-_]?key|authorization|session|jwt/i;
const SECRET_NAMES = new Set(['sig', 'code', 'key', 'pwd', 'auth', 'otp']);

// Addresses whose path is the credential: web hooks of chat services, bots, and tokens that show what they are.
const SECRET_PATH =
  /(\/bot\d+:|\/webhooks\/\d+\/|\/services\/T\w+\/B\w+\/)[^/?]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** The address of a request as `url.full` may show it: no user, no password, no secret in path or query. */
export function redactedUrl({ scheme, host, port, target }: OutgoingRequest): string {
  const address = host.includes(':') ? `[${host}]` : host;
  const authority = port === defaultPort(scheme) ? address : `${address}:${port}`;
  return `${scheme}://${authority}${redactTarget(target)}`;
}

function redactTarget(target: string): string {
  const fragment = target.indexOf('#');
  const whole = fragment < 0 ? target : target.slice(0, fragment);
  const mark = whole.indexOf('?');
  const path = redactPath(mark < 0 ? whole : whole.slice(0, mark));
  return mark < 0 ? path : `${path}?${redactQuery(whole.slice(mark + 1))}`;
}

function isSecret(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase()) || SECRET_WORD.test(name);
}

function redactPath(path: string): string {
  return path.replace(SECRET_PATH, (_all, prefix: string | undefined) => `${prefix ?? ''}${REDACTED}`);
}

function redactQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return pair;
      const name = pair.slice(0, equals);
      return isSecret(decode(name)) ? `${name}=${REDACTED}` : redactPath(pair);
    })
    .join('&');
}
