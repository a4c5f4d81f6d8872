import type { Resource } from '../../../model/telemetry';
import { damaged } from './bytes';

/** The resources of a block, made when they are first asked for. */
export class SharedParts {
  private readonly made: (Resource | undefined)[];

  constructor(
    private readonly texts: readonly string[],
    private readonly intern: (json: string) => Resource,
  ) {
    this.made = new Array(texts.length);
  }

  resources(): readonly Resource[] {
    return this.texts.map((_, i) => this.resource(i));
  }

  resource(index: number): Resource {
    let resource = this.made[index];
    if (!resource) {
      const text = this.texts[index];
      if (text === undefined) throw damaged('a resource is missing');
      // A piece of a text keeps all of it in memory, and this one may be kept as a key.
      resource = this.intern(Buffer.from(text).toString());
      this.made[index] = resource;
    }
    return resource;
  }
}
