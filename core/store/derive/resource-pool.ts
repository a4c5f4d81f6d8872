import type { Resource } from '../../model/telemetry';

/** Gives one object for equal resources, so that what is worked out of a resource is worked out once. */
export type InternResource = (resource: Resource) => Resource;

/** More functions' instances than this, or more text of them, only cost that their resources are worked out again. */
const MOST_REMEMBERED = 5000;
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** A pool of bounded size. Resources whose attributes came in another order are different ones here. */
export function createResourcePool(): InternResource {
  const byObject = new WeakMap<Resource, Resource>();
  const byText = new Map<string, Resource>();
  let characters = 0;
  let last: Resource | null = null;
  let lastShared: Resource | null = null;

  const find = (resource: Resource): Resource => {
    const known = byObject.get(resource);
    if (known) return known;
    const text = JSON.stringify(resource.attributes);
    let shared = byText.get(text);
    if (!shared) {
      characters += text.length;
      if (byText.size >= MOST_REMEMBERED || characters > MOST_CHARACTERS) {
        byText.clear();
        characters = text.length;
      }
      byText.set(text, resource);
      shared = resource;
    }
    byObject.set(resource, shared);
    return shared;
  };

  return (resource) => {
    // Records of one resource come together.
    if (resource === last && lastShared !== null) return lastShared;
    last = resource;
    lastShared = find(resource);
    return lastShared;
  };
}
