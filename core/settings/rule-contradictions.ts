import { type FigureFacts, MOST_LOG_MATCHES } from '../model/alerts/figures';
import type { Condition, RuleDefinition } from '../model/alerts/rule';

interface Contradiction {
  readonly path: string[];
  readonly message: string;
}

/** Why a rule makes no sense, and where; null when it does. */
export function contradiction(rule: RuleDefinition, { source, unit }: FigureFacts): Contradiction | null {
  const { condition, figure, groupBy } = rule;
  const { kind } = condition;
  if (rule.points.breaching > rule.points.of) return at('points.breaching', 'must not be above points.of');
  if ((figure === 'firing_rules') !== (kind === 'composite'))
    return at('condition.kind', 'composite goes with the figure firing_rules, and only with it');
  if ((figure === 'log_matches') !== (rule.logs !== null))
    return at('logs', 'goes with the figure log_matches, and only with it');
  const isCounted = source === 'rollups' || source === 'dependencies';
  if (kind === 'burn_rate' && !(isCounted && figure.endsWith('_rate')))
    return at('condition.kind', 'burn_rate needs a rate of bad invocations, as error_rate, or of bad calls');
  if ((kind === 'change' || kind === 'anomaly') && !isCounted && source !== 'invocations')
    return at('condition.kind', `${kind} needs a figure that can be compared with its past, not ${figure}`);
  if (source === 'self' && groupBy !== 'all')
    return at('groupBy', `must be all: ${figure} is of Faaslens itself`);
  if (source !== 'dependencies' && groupBy === 'dependency')
    return at('groupBy', `dependency goes with figures about dependencies, not with ${figure}`);
  if (source !== 'dependencies' && rule.filter.dependency !== null)
    return at('filter.dependency', `goes with figures about dependencies, not with ${figure}`);
  const byRows = groupBy === 'version' || groupBy.startsWith('attribute:') || rule.filter.version !== null;
  if (byRows && source !== 'rollups' && source !== 'invocations')
    return at('groupBy', `${figure} is not known per version or attribute`);
  if (figure === 'log_matches' && kind === 'threshold' && condition.threshold >= MOST_LOG_MATCHES)
    return at('condition.threshold', `must be below ${MOST_LOG_MATCHES}: no more log records are counted`);
  if (kind === 'change' && condition.against === 'previous' && figure.endsWith('_month'))
    return at(
      'condition.against',
      'must be day, week or mean_7d: a month is not compared with the one before',
    );
  return conditionContradiction(condition, unit);
}

function conditionContradiction(condition: Condition, unit: FigureFacts['unit']): Contradiction | null {
  if (condition.kind === 'burn_rate') {
    const odd = condition.pairs.findIndex((pair) => pair.shortMinutes > pair.longMinutes);
    return odd < 0 ? null : at(`condition.pairs.${odd}.shortMinutes`, 'must not be above longMinutes');
  }
  if (condition.kind === 'change') {
    const { direction, ratio, recoveryRatio } = condition;
    return wrongSide('condition.recoveryRatio', direction, ratio, recoveryRatio, 'ratio');
  }
  if (condition.kind !== 'threshold') return null;
  const { direction, threshold, recovery } = condition;
  if (unit === 'share' && (threshold < 0 || threshold > 1))
    return at('condition.threshold', 'must be 0 to 1: it is a share');
  return wrongSide('condition.recovery', direction, threshold, recovery, 'threshold');
}

function wrongSide(
  path: string,
  direction: 'above' | 'below',
  limit: number,
  recovery: number | null,
  name: string,
): Contradiction | null {
  if (recovery === null || (direction === 'above' ? recovery <= limit : recovery >= limit)) return null;
  return at(path, `must not be ${direction} ${name}`);
}

function at(path: string, message: string): Contradiction {
  return { path: path.split('.'), message };
}
