import type { FunctionIdentity } from './invocation';

/** The labels of functions in a list, by id: their names, with environment and region where several have the same name. */
export function functionLabels(
  functions: readonly Pick<FunctionIdentity, 'id' | 'name' | 'environment' | 'region'>[],
): ReadonlyMap<string, string> {
  const one = new Map(functions.map((each) => [each.id, each]));
  const named = countBy([...one.values()].map(({ name }) => name));
  const whole = [...one.values()].map(({ id, name, environment, region }) => {
    const place = [environment, region].filter(Boolean).join(', ');
    return { id, label: named.get(name) === 1 ? name : `${name} (${place || id})` };
  });
  const same = countBy(whole.map(({ label }) => label));
  return new Map(whole.map(({ id, label }) => [id, same.get(label) === 1 ? label : `${label} ${id}`]));
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
