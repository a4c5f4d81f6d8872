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

const PARAMETER = /([?&])([^=&]*)=[^&]*/g;

/** The address of a request as `url.full` may show it: no user, no password, no secret in path or query. */
export function redactedUrl({ scheme, host, port, target }: OutgoingRequest): string {
  const address = host.includes(':') ? `[${host}]` : host;
  const authority = port === defaultPort(scheme) ? address : `${address}:${port}`;
  return `${scheme}://${authority}${redact(target)}`;
}

function redact(target: string): string {
  const [shown = ''] = target.split('#', 1);
  return shown
    .replace(PARAMETER, (pair, start: string, name: string) =>
      isSecret(decode(name)) ? `${start}${name}=${REDACTED}` : pair,
    )
    .replace(SECRET_PATH, (_all, prefix: string | undefined) => `${prefix ?? ''}${REDACTED}`);
}

function isSecret(name: string): boolean {
  return SECRET_NAMES.has(name.toLowerCase()) || SECRET_WORD.test(name);
}
