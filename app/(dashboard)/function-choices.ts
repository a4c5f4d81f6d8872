import 'server-only';
import type { Choice } from '../_components/filters/filters';
import type { Scope } from '../_components/url/scope';
import { allFunctions } from './functions/all-functions';

/** The functions a list can be narrowed to, by name; the environment is told where names repeat. */
export async function functionChoices(scope: Scope): Promise<readonly Choice[]> {
  const { items } = await allFunctions(scope);
  const seen = new Map<string, number>();
  for (const one of items) seen.set(one.name, (seen.get(one.name) ?? 0) + 1);
  return items.map((one) => ({
    value: one.id,
    label:
      (seen.get(one.name) ?? 0) > 1
        ? `${one.name} (${[one.environment, one.region].filter(Boolean).join(', ') || one.id})`
        : one.name,
  }));
}
