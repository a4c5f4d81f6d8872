import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { createSecretBox, isSealed, type SecretBox } from './secret-box';
import { makeSecretKey, parseSecretKey, readSecretKey, secretKeyFile } from './secret-key';

/** Seals and opens secrets of the database; finds the key at its first use. */
export interface Sealing {
  seal(text: string, about: string): Promise<string>;
  /** @throws FaaslensError `unavailable` that says where the key belongs, when it is missing or another one */
  open(sealed: string, about: string): Promise<string>;
  /** Gives up what a lost key sealed, so that the next secret is sealed with the key at hand or a new one. */
  forget(): Promise<void>;
}

export interface SealingOptions {
  readonly databaseFile: string;
  /** FAASLENS_SECRET_KEY; null: the file beside the database. */
  readonly secretKey: string | null;
}

const PROOF = 'faaslens';

export function createSealing(connection: Connection, { databaseFile, secretKey }: SealingOptions): Sealing {
  const { prisma } = connection;
  const file = secretKeyFile(databaseFile);
  const place = secretKey === null ? file : 'FAASLENS_SECRET_KEY';
  let known: SecretBox | null = null;

  const lost = (why: string) =>
    new FaaslensError(
      'unavailable',
      `${why}: put back the key that belongs to this database (${file} of the installation it came from, or its ` +
        'FAASLENS_SECRET_KEY), or enter the secrets of channels and single sign-on anew after "faaslens secrets forget"',
    );

  /** A key is only made where nothing was sealed yet: a new one could open nothing. */
  function findKey(anythingSealed: boolean): Uint8Array {
    if (secretKey !== null) {
      const key = parseSecretKey(secretKey);
      if (key !== null) return key;
      throw new FaaslensError(
        'invalid_input',
        'FAASLENS_SECRET_KEY: must be 64 hex digits, or 32 bytes as base64',
      );
    }
    const key = readSecretKey(file);
    if (key !== null) return key;
    if (anythingSealed) throw lost(`${file}, the key that secrets are sealed with, is missing`);
    return makeSecretKey(file);
  }

  async function box(): Promise<SecretBox> {
    if (known !== null) return known;
    const row = await prisma.sealProof.findUnique({ where: { id: 1 } });
    const made = createSecretBox(findKey(row !== null));
    if (row === null) {
      const proof = made.seal(PROOF, 'proof');
      await connection.change(() =>
        prisma.sealProof.upsert({ where: { id: 1 }, create: { id: 1, proof }, update: {} }),
      );
      return box();
    }
    try {
      made.open(row.proof, 'proof');
    } catch {
      throw lost(`${place} is not the key that sealed the secrets of this database`);
    }
    known = made;
    return made;
  }

  return {
    seal: async (text, about) => (await box()).seal(text, about),
    open: async (sealed, about) => (isSealed(sealed) ? (await box()).open(sealed, about) : sealed),
    async forget() {
      known = null;
      await connection.change(() => prisma.sealProof.deleteMany());
    },
  };
}
