import type { Asked } from './ask';
import type { Credential } from './credentials';
import type { Place } from './places';
import { detours, PLAIN, RSC, type Variant } from './variants';

/** One request of the walk. */
export interface Step extends Asked {
  readonly place: Place;
  readonly variant: string;
  readonly credential: Credential;
}

/** So many ways around are tried on each call, others on the next one; each call looks at the credential itself. */
const DETOURS_OF_A_CALL = 6;
const CREDENTIALS_OF_A_CHANGE = 5;

/**
 * Every place that shows data with every credential, every page in every way; the credentials take turns in these. With
 * `isWhole` everything with everything.
 */
export function steps(
  places: readonly Place[],
  credentials: readonly Credential[],
  { buildId, isWhole }: { readonly buildId: string; readonly isWhole: boolean },
): readonly Step[] {
  const around = detours(buildId);
  return places.flatMap((place, turn) => {
    const some = <Item>(all: readonly Item[], count: number) =>
      isWhole
        ? all
        : Array.from(
            { length: Math.min(count, all.length) },
            (_, at) => all[(turn * count + at) % all.length] as Item,
          );
    const by = (all: readonly Credential[], variants: readonly Variant[]) =>
      variants.flatMap((variant) => all.map((credential) => step(place, variant, credential)));
    const inTurn = (variants: readonly Variant[]) =>
      isWhole
        ? by(credentials, variants)
        : variants.map((variant, at) =>
            step(place, variant, credentials[(turn + at) % credentials.length] as Credential),
          );
    if (place.kind === 'file') return inTurn([PLAIN]);
    if (place.kind === 'page')
      return [
        ...by(credentials, [PLAIN]),
        ...by(some(credentials, 3), RSC.slice(0, 1)),
        ...inTurn([...RSC, ...around]),
      ];
    if (place.method !== 'GET') return by(some(credentials, CREDENTIALS_OF_A_CHANGE), [PLAIN]);
    return [...by(credentials, [PLAIN]), ...inTurn(some(around, DETOURS_OF_A_CALL))];
  });
}

function step(place: Place, variant: Variant, credential: Credential): Step {
  const asked = variant.of(place);
  const headers = { ...asked.headers, ...credential.headers };
  return { ...asked, headers, place, variant: variant.name, credential };
}
