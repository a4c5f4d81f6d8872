import { resolve } from 'node:path';
import { FaaslensError } from './errors';

/**
 * Absolute paths of the certificate's files; null when none is set. @throws FaaslensError `invalid_input` when one is missing
 */
export function tlsFiles(
  cert: string | undefined,
  key: string | undefined,
  base: string,
): { readonly certFile: string; readonly keyFile: string } | null {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) {
    const missing = cert === undefined ? 'FAASLENS_TLS_CERT' : 'FAASLENS_TLS_KEY';
    throw new FaaslensError(
      'invalid_input',
      `${missing}: must be set too, for https needs certificate and key`,
    );
  }
  const at = (file: string) => resolve(/* turbopackIgnore: true */ base, file);
  return Object.freeze({ certFile: at(cert), keyFile: at(key) });
}

/** @throws FaaslensError `invalid_input` that names both settings when two servers would listen on the same port */
export function refuseSharedPort<Name extends string>(
  set: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  for (const [index, name] of names.entries()) {
    const before = names.slice(0, index).find((other) => set[other] === set[name]);
    if (before === undefined) continue;
    throw new FaaslensError(
      'invalid_input',
      `${before} and ${name} are both ${set[name]}: give each server its own port`,
    );
  }
}

/** Settings whose value is hidden; an address may contain a password by mistake. */
const SECRET = new Set([
  'FAASLENS_ADMIN_KEY',
  'FAASLENS_SECRET_KEY',
  'FAASLENS_CLICKHOUSE_PASSWORD',
  'FAASLENS_CLICKHOUSE_URL',
]);

/** The value of a setting as a message may show it. */
export function secretSafe(name: string, value: string | undefined): string {
  return SECRET.has(name) ? '***' : (value ?? '');
}

/** Whether a URL has anything after host and port. An invalid URL has its own error. */
export function hasMore(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname !== '/' || search !== '' || hash !== '';
}
