import type { Attributes } from './attributes';

/** Old attribute names and their names in the current conventions (v1.44). */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['faas.execution', 'faas.invocation_id'],
  ['faas.id', 'cloud.resource_id'],
  ['faas.cold_start', 'faas.coldstart'],
  ['http.method', 'http.request.method'],
  ['http.url', 'url.full'],
  ['http.target', 'url.path'],
  ['http.status_code', 'http.response.status_code'],
  ['http.host', 'server.address'],
  ['http.scheme', 'url.scheme'],
  ['http.user_agent', 'user_agent.original'],
  ['messaging.operation', 'messaging.operation.type'],
  ['code.function', 'code.function.name'],
  ['code.lineno', 'code.line.number'],
  ['code.filepath', 'code.file.path'],
  ['deployment.environment', 'deployment.environment.name'],
]);

const OLD_NAMES = [...RENAMED.keys(), 'code.namespace'];

/**
 * The attributes under the names of the current conventions; the same object when no old name is among them. If both names are
 * present, the current one wins. `http.target` is split into path and query, and a namespace is prefixed to the function's
 * name.
 */
export function normaliseAttributes(attributes: Attributes): Attributes {
  if (!hasOldName(attributes)) return attributes;
  const renamed = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => RENAMED.has(name))
      .flatMap(([name, value]): [string, Attributes[string]][] => {
        if (name === 'http.target' && typeof value === 'string') return splitTarget(value);
        return [[RENAMED.get(name) ?? name, value]];
      }),
  );
  const kept = Object.fromEntries(Object.entries(attributes).filter(([name]) => !RENAMED.has(name)));
  return withNamespace({ ...renamed, ...kept });
}

/** Called for every span: a plain loop that allocates nothing. */
function hasOldName(attributes: Attributes): boolean {
  for (const name of OLD_NAMES) if (name in attributes) return true;
  return false;
}

function splitTarget(target: string): [string, string][] {
  const mark = target.indexOf('?');
  if (mark < 0) return [['url.path', target]];
  return [
    ['url.path', target.slice(0, mark)],
    ['url.query', target.slice(mark + 1)],
  ];
}

function withNamespace(attributes: Attributes): Attributes {
  const { 'code.namespace': namespace, ...others } = attributes;
  const name = others['code.function.name'];
  if (typeof namespace !== 'string' || typeof name !== 'string') return attributes;
  return name.startsWith(`${namespace}.`)
    ? others
    : { ...others, 'code.function.name': `${namespace}.${name}` };
}
