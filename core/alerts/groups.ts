import { UNNAMED_DEPENDENCY } from '../model/alerts/group-labels';
import type { RuleDefinition, RuleFilter } from '../model/alerts/rule';
import type { FunctionRow } from '../store/store';

/** What a rule looks at on its own: a function, a service, a version... */
export interface Group {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null when it is not one function. */
  readonly functionId: string | null;
  /** Null when it is not one function, or nobody said. */
  readonly timeoutMs: number | null;
  /** When its first function was first invoked; 0 for what is no function. */
  readonly firstSeen: number;
}

/** Of all functions together, and of Faaslens itself. */
export const ALL: Group = { key: 'all', labels: {}, functionId: null, timeoutMs: null, firstSeen: 0 };

/** Whether rows are needed that tell versions, values of attributes or dependencies apart: then a group is what is seen. */
export function needsDetail({ groupBy, filter }: RuleDefinition): boolean {
  return (
    groupBy === 'version' ||
    groupBy === 'dependency' ||
    groupBy.startsWith('attribute:') ||
    filter.version !== null ||
    filter.dependency !== null
  );
}

/** Whether the rule looks at anything of the function. */
export function watches({ filter }: Pick<RuleDefinition, 'filter'>, fn: FunctionRow): boolean {
  return covers(filter, fn, null);
}

/**
 * The group of a function (and of `detail`: a version, an attribute's value or a dependency); null when the rule does not
 * watch it.
 */
export function groupOf(
  { groupBy, filter }: Pick<RuleDefinition, 'groupBy' | 'filter'>,
  fn: FunctionRow,
  detail: string | null,
): Group | null {
  if (!covers(filter, fn, groupBy.startsWith('attribute:') ? null : detail)) return null;
  const group = wholeGroup(groupBy, fn, detail);
  return group === null ? null : narrowed(group, filter, fn);
}

/** The group with what its figures are narrowed to beside it: labels that it does not have itself, and the only function. */
function narrowed(group: Group, filter: RuleFilter, fn: FunctionRow): Group {
  const { functionId, service, environment, version, dependency } = filter;
  if ((functionId ?? service ?? environment ?? version ?? dependency) === null) return group;
  const labels = {
    ...known({
      function: functionId === null ? '' : fn.name,
      service: service ?? '',
      version: version ?? '',
    }),
    // Empty for that of functions without one: no label means all of them.
    ...(environment === null ? {} : { environment }),
    ...(dependency === null ? {} : { dependency: dependency || UNNAMED_DEPENDENCY }),
    ...group.labels,
  };
  return functionId === null
    ? { ...group, labels }
    : { ...group, labels, functionId, timeoutMs: fn.timeoutMs };
}

function wholeGroup(
  groupBy: RuleDefinition['groupBy'],
  fn: FunctionRow,
  detail: string | null,
): Group | null {
  switch (groupBy) {
    case 'function':
      return ofFunction(fn);
    case 'version':
      return detail === null ? null : versionGroup(fn, detail);
    case 'service':
      return labelled('service', fn.service ?? '', fn, true);
    case 'environment':
      return {
        ...labelled('environment', fn.environment, fn, false),
        labels: { environment: fn.environment },
      };
    case 'dependency':
      return detail === null ? null : labelled('dependency', detail || UNNAMED_DEPENDENCY, fn, true);
    case 'region':
      return labelled('region', fn.region, fn, false);
    case 'all':
      return { ...ALL, firstSeen: fn.firstSeen };
    default:
      return detail === null ? null : labelled(groupBy.slice('attribute:'.length), detail, fn, false);
  }
}

/** Adds a group to those that are known, or what it adds to one of them. */
export function addGroup(groups: Map<string, Group>, group: Group): void {
  const before = groups.get(group.key);
  if (before === undefined || group.firstSeen < before.firstSeen) groups.set(group.key, group);
}

function covers(
  { functionId, service, environment, version, dependency }: RuleFilter,
  fn: FunctionRow,
  detail: string | null,
) {
  return (
    (functionId === null || functionId === fn.id) &&
    (service === null || service === fn.service) &&
    (environment === null || environment === fn.environment) &&
    (version === null || detail === null || version === detail) &&
    (dependency === null || detail === null || dependency === detail)
  );
}

function ofFunction(fn: FunctionRow): Group {
  const { id, name, environment, service, region, timeoutMs } = fn;
  return {
    key: id,
    labels: known({ function: name, environment, service: service ?? '', region }),
    functionId: id,
    timeoutMs,
    firstSeen: fn.firstSeen,
  };
}

function versionGroup(fn: FunctionRow, version: string): Group {
  const whole = ofFunction(fn);
  return { ...whole, key: `${fn.id} ${version}`, labels: { ...whole.labels, version } };
}

/** Services of two environments are two groups, as their functions are. */
function labelled(
  name: string,
  value: string,
  { environment, firstSeen }: FunctionRow,
  perEnvironment: boolean,
): Group {
  return {
    key: perEnvironment ? `${name}:${value} ${environment}` : `${name}:${value}`,
    labels: { ...known({ [name]: value }), ...(perEnvironment ? { environment } : {}) },
    functionId: null,
    timeoutMs: null,
    firstSeen,
  };
}

function known(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ''));
}
