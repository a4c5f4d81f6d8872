import { randomBytes } from 'node:crypto';

/** An execution environment of a function, as its telemetry names it. */
export class Environment {
  version;
  stream;
  instance = randomBytes(8).toString('hex');
  #sequence = 0;

  constructor(version, atMs) {
    const day = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/');
    this.version = version;
    this.stream = `${day}/[${version}]${randomBytes(16).toString('hex')}`;
  }

  /** The number of its next invocation, from 1. */
  nextSequence() {
    this.#sequence += 1;
    return this.#sequence;
  }
}

/** One environment of each function at a time. */
export class Fleet {
  #versionAt;
  #environments = new Map();

  /** @param {(functionName: string, atMs: number) => string} versionAt */
  constructor(versionAt) {
    this.#versionAt = versionAt;
  }

  renew(functionName, atMs) {
    this.#environments.set(functionName, new Environment(this.#versionAt(functionName, atMs), atMs));
  }

  /** Made when it is asked for first. A deployment makes a new one. */
  environmentOf(functionName, atMs) {
    const version = this.#versionAt(functionName, atMs);
    if (this.#environments.get(functionName)?.version !== version) this.renew(functionName, atMs);
    return this.#environments.get(functionName);
  }
}
