import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FaaslensError } from '../errors';

const PREFIX = 'sealed:v1:';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals secrets before they go into the database: AES-256-GCM, by a key that is not in it. */
export interface SecretBox {
  /** `about`: what the secret is of (`channel:<id>`); it opens nowhere else. */
  seal(text: string, about: string): string;
  /** What was sealed. A text that never was, of a database from before, comes back as it is. */
  open(sealed: string, about: string): string;
}

export function isSealed(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** `key`: 32 bytes. `open` throws `unavailable` for what another key sealed, or what was changed or moved since. */
export function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(text, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return PREFIX + sealed.toString('base64');
    },
    open(sealed, about) {
      if (!isSealed(sealed)) return sealed;
      const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new FaaslensError(
          'unavailable',
          `the secret of ${about} was sealed with another key or changed since`,
          {
            cause,
          },
        );
      }
    },
  };
}
