import type { Resource } from '../../../model/telemetry';
import { exactJson } from './exact-json';

/** The same few resources come with every batch; their text is made once. */
const texts = new WeakMap<Resource, string>();

/** The attributes of a resource as the JSON text that blocks hold. */
function resourceJson(resource: Resource): string {
  let text = texts.get(resource);
  if (text === undefined) {
    text = exactJson(resource.attributes);
    texts.set(resource, text);
  }
  return text;
}

/** Numbers the resources of a block; equal ones are one. */
export class ResourceList {
  readonly texts: string[] = [];
  private readonly byObject = new Map<Resource, number>();
  private readonly byText = new Map<string, number>();

  indexOf(resource: Resource): number {
    const known = this.byObject.get(resource);
    if (known !== undefined) return known;
    const text = resourceJson(resource);
    const index = this.byText.get(text) ?? this.texts.length;
    if (index === this.texts.length) this.texts.push(text);
    this.byText.set(text, index);
    this.byObject.set(resource, index);
    return index;
  }
}
