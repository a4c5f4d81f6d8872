import { TEXT_DETECTORS } from './detectors';
import { createHintScan } from './hints';
import { compilePattern } from './own-pattern';
import { DETECTOR_IDS, markOf, type RedactionSettings } from './rule';

/** Redacts texts by the settings; `count` is called for each detector and rule that found something. */
export function createTextRedactor(
  settings: RedactionSettings,
  count: (by: string) => void,
): (text: string) => string {
  const detectors = DETECTOR_IDS.flatMap((id) =>
    id === 'key-name' || !settings.detectors.includes(id)
      ? []
      : [{ id, mark: markOf(id), ...TEXT_DETECTORS[id] }],
  );
  const scan = createHintScan(detectors.map(({ hints }) => hints));
  const own = settings.rules.flatMap(({ name, kind, match }) =>
    kind === 'pattern' ? [{ name, mark: markOf(name), pattern: compilePattern(match) }] : [],
  );

  return (original) => {
    const hinted = scan(original);
    if (hinted === 0 && own.length === 0) return original;
    let text = original;
    const by: string[] = [];
    const take = (next: string, name: string) => {
      if (next === text) return;
      text = next;
      by.push(name);
    };
    for (const [index, { id, mark, replace }] of detectors.entries())
      if ((hinted & (1 << index)) !== 0) take(replace(text, mark), id);
    for (const { name, mark, pattern } of own) if (pattern.has(text)) take(pattern.replace(text, mark), name);
    for (const name of by) count(name);
    return text;
  };
}
