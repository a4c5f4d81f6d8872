import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { errorCode } from './database/errors';
import { FaaslensError } from './errors';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Options for Node's TLS servers. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: 'TLSv1.2';
}

export interface Certificates {
  readonly first: TlsMaterial;
  /** Gives a server every later certificate; open connections keep theirs. */
  follow(server: { setSecureContext(material: TlsMaterial): void }): void;
  stop(): void;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Reads certificate and key, and again whenever one of the files or its permissions change. They are checked every other
 * second, because renewals may replace files or change a link. An unusable pair is reported, and the previous one stays in use.
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

/** Based on the change time (ctime), which also covers permissions: those may be granted after the file was created. */
function fileState(file: string): string {
  try {
    const { ino, mtimeMs, ctimeMs, size } = statSync(file);
    return `${ino} ${mtimeMs} ${ctimeMs} ${size}`;
  } catch (error) {
    // Whatever the reason, such as a folder without access: the server continues with what it has.
    return errorCode(error);
  }
}
