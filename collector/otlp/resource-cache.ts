import type { Resource } from '@/core/model/telemetry';

const MOST_RESOURCES = 4096;
const MOST_BYTES = 4 * 1024 * 1024;
/** Larger resources are rare, and would evict all others. */
const LARGEST = 64 * 1024;

/**
 * Returns the same object for resources with identical bytes: an instance of a function sends the same ones repeatedly, and
 * values derived from the object can be cached with it.
 */
export class ResourceCache {
  private readonly known = new Map<string, Resource>();
  private bytes = 0;

  /** `make` decodes the resource when its bytes are not cached. */
  get(bytes: Buffer, make: (bytes: Buffer) => Resource): Resource {
    if (bytes.length > LARGEST) return make(bytes);
    // One character per byte, so that different bytes give different text.
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
