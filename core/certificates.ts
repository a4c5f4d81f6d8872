import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { errorCode } from './database/errors';
import { FaaslensError } from './errors';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a server of Node takes. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
}

export interface Certificates {
  readonly first: TlsMaterial;
  /** Gives a server every later certificate; connections that are open keep theirs. */
  follow(server: { setSecureContext(material: TlsMaterial): void }): void;
  stop(): void;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Reads certificate and key, and reads them again when one of the files or its rights change; looked at every other second,
 * because whoever renews them may replace files or turn a link. A pair that cannot be used is told of, and the one before
 * stays.
 * @throws FaaslensError `invalid_input` that names the file at fault
 */
export function openCertificates(
  files: TlsFiles,
  tell: (problem: Error) => void,
  lookEveryMs: number = LOOK_EVERY_MS,
): Certificates {
  const first = readPair(files);
  const servers: { setSecureContext(material: TlsMaterial): void }[] = [];
  let seen = stateOf(files);
  const timer = setInterval(() => {
    const now = stateOf(files);
    if (now === seen) return;
    seen = now;
    try {
      const next = readPair(files);
      for (const server of servers) server.setSecureContext(next);
    } catch (error) {
      tell(error as Error);
    }
  }, lookEveryMs);
  timer.unref();
  return { first, follow: (server) => void servers.push(server), stop: () => clearInterval(timer) };
}

function readPair({ certFile, keyFile }: TlsFiles): TlsMaterial {
  const cert = readText(certFile, 'FAASLENS_TLS_CERT');
  const key = readText(keyFile, 'FAASLENS_TLS_KEY');
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new FaaslensError(
      'invalid_input',
      `FAASLENS_TLS_CERT ${certFile} and FAASLENS_TLS_KEY ${keyFile} are not a certificate and its own key, in PEM`,
      { cause },
    );
  }
  return { cert, key, minVersion: 'TLSv1.2' };
}

function readText(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FaaslensError('invalid_input', `${setting}: the file ${file} cannot be read`, { cause });
  }
}

function stateOf({ certFile, keyFile }: TlsFiles): string {
  return [certFile, keyFile].map(fileState).join(' ');
}

/** The time of change (ctime) tells of rights, too: they may be given after the file was put there. */
function fileState(file: string): string {
  try {
    const { ino, mtimeMs, ctimeMs, size } = statSync(file);
    return `${ino} ${mtimeMs} ${ctimeMs} ${size}`;
  } catch (error) {
    // Whatever keeps us from it, as a folder that was closed: the server goes on with what it has.
    return errorCode(error);
  }
}
