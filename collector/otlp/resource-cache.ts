import type { Resource } from '@/core/model/telemetry';

const MOST_RESOURCES = 4096;
const MOST_BYTES = 4 * 1024 * 1024;
/** Larger ones are rare, and would push all others out. */
const LARGEST = 64 * 1024;

/**
 * Gives one object for resources that were sent with equal bytes: an instance of a function sends the same ones over
 * and over, and what is worked out of the object is worked out once.
 */
export class ResourceCache {
  private readonly known = new Map<string, Resource>();
  private bytes = 0;

  /** `make` reads the resource when its bytes were not seen lately. */
  get(bytes: Buffer, make: (bytes: Buffer) => Resource): Resource {
    if (bytes.length > LARGEST) return make(bytes);
    // Each byte as a character: no two byte sequences give the same text.
    const text = bytes.toString('latin1');
    const found = this.known.get(text);
    if (found) return found;
    const made = make(bytes);
    this.bytes += bytes.length;
    if (this.known.size >= MOST_RESOURCES || this.bytes > MOST_BYTES) {
      this.known.clear();
      this.bytes = bytes.length;
    }
    this.known.set(text, made);
    return made;
  }
}
