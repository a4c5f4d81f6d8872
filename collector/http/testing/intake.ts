import pino, { type Logger } from 'pino';
import { createDoor } from '@/core/auth/authorize';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { decodeSubmission } from '../../ingest/decode-submission';
import type { Ingest, IngestResult } from '../../ingest/ingest';
import type { Holding } from '../../ingest/messages';
import type { Encoding } from '../../otlp/decode';
import { createIntake, type Intake, type IntakeLimits } from '../intake';

export interface TestIntake {
  readonly intake: Intake;
  readonly log: Logger;
  /** Sizes in bytes of the bodies that reached the ingest, in order. */
  readonly sizes: number[];
  /** The log messages. */
  readonly logged: { level: number; msg: string }[];
  /** Replaces what the ingest does with a body. */
  accept: (signal: Holding, encoding: Encoding, body: Uint8Array, sender?: string) => Promise<IngestResult>;
}

export interface TestIntakeOptions {
  readonly auth?: 'auto' | 'off' | 'required';
  readonly limits?: Partial<IntakeLimits>;
  readonly keyLimits?: Partial<Config['keyLimits']>;
}

export const INGEST_KEY = 'flk_ingest_key_of_the_tests';
export const OTHER_INGEST_KEY = 'flk_another_key_of_the_tests';
/** Looking up this key fails because the database is locked. */
export const LOCKED_KEY = 'flk_locked';
export const READ_KEY = 'flk_read_key_of_the_tests_';

/** An intake whose ingest decodes but stores nothing; `accept` makes it fail or wait. */
export function testIntake({
  auth = 'off',
  limits = {},
  keyLimits = {},
}: TestIntakeOptions = {}): TestIntake {
  const sizes: number[] = [];
  const logged: TestIntake['logged'] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const state: Pick<TestIntake, 'accept'> = {
    accept: async (signal, encoding, body) => {
      const { rejected, records, ignored } = decodeSubmission({ signal, encoding, body, receivedNs: 1n });
      return { rejected, records, ignored };
    },
  };
  const ingest: Ingest = {
    alive: true,
    submit: (signal, encoding, body, sender) => {
      sizes.push(body.byteLength);
      return state.accept(signal, encoding, body, sender);
    },
    close: async () => {},
  };
  const door = createDoor({
    config: { auth, host: '127.0.0.1', publicUrl: null, adminKey: null, tls: null },
    findKey: async (secret) => {
      if (secret === LOCKED_KEY) throw new FaaslensError('unavailable', 'keys cannot be read');
      if (secret === INGEST_KEY) return { id: 'one', scope: 'ingest', environment: null };
      if (secret === OTHER_INGEST_KEY) return { id: 'three', scope: 'ingest', environment: null };
      return secret === READ_KEY ? { id: 'two', scope: 'read', environment: null } : null;
    },
  });
  const config = { keyLimits: { requests: 1_000, bytesPerSecond: null, spansPerSecond: null, ...keyLimits } };
  const intake = createIntake({ config, ingest, door, log, limits });
  return Object.assign(state, { intake, log, sizes, logged });
}
