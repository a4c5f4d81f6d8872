import 'server-only';
import { functionLabels } from '@/core/model/function-labels';
import type { Choice } from '../_components/filters/filters';
import type { Scope } from '../_components/url/scope';
import { listFunctionNames } from '../_queries/functions';

/** The functions a list can be narrowed to, by name; the environment is told where names repeat. */
export async function functionChoices(scope: Scope): Promise<readonly Choice[]> {
  const functions = await listFunctionNames(scope);
  const labels = functionLabels(functions);
  return functions.map(({ id, name }) => ({ value: id, label: labels.get(id) ?? name }));
}
