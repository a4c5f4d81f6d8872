import { loadOwn } from './host/node';
import { type Extras, providedExtras } from './provided-extras';

/**
 * An extra that an option asks for. Beside the installed package it is found by itself; a bundle has it when the
 * function imports it.
 *
 * @param warn told, where it is missing, which import to add
 */
export function extra<Name extends keyof Extras>(
  name: Name,
  warn: (message: string) => void,
): Extras[Name] | undefined {
  const path = `@faaslens/instrumentation/${name}`;
  if (providedExtras()[name] === undefined) loadOwn(path);
  const found = providedExtras()[name];
  if (found === undefined) warn(`add \`import '${path}'\` to the function, its bundle lacks that part`);
  return found;
}
