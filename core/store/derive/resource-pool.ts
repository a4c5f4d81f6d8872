import type { Resource } from '../../model/telemetry';

/** Returns one object for equal resources, so that what is derived from a resource is computed once. */
export type InternResource = (resource: Resource) => Resource;

/** Beyond this many instances, or this much of their text, resources are derived again, which only costs time. */
const MOST_REMEMBERED = 5000;
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** A pool of bounded size. Resources whose attributes arrived in a different order count as different. */
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
    // Records of one resource are adjacent.
    if (resource === last && lastShared !== null) return lastShared;
    last = resource;
    lastShared = find(resource);
    return lastShared;
  };
}
