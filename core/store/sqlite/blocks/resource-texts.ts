import { ownText } from '../../../model/own-text';
import type { Resource } from '../../../model/telemetry';

const MOST_RESOURCES = 5000;
const MOST_RESOURCE_CHARACTERS = 8 * 1024 * 1024;

/** One object for equal texts of resources in blocks, so that what is worked out of them is worked out once. */
export function createResourceTexts(): (json: string) => Resource {
  const pool = new Map<string, Resource>();
  let characters = 0;
  return (json) => {
    const known = pool.get(json);
    if (known) return known;
    if (pool.size >= MOST_RESOURCES || characters + json.length > MOST_RESOURCE_CHARACTERS) {
      pool.clear();
      characters = 0;
    }
    const resource: Resource = { attributes: JSON.parse(json) };
    // It is a piece of all texts of a block.
    pool.set(ownText(json), resource);
    characters += json.length;
    return resource;
  };
}
