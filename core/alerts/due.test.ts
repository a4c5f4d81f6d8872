import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import { parseInput } from '../settings/inputs';
import { ruleInputSchema } from '../settings/rule-schema';
import type { Rule } from '../settings/settings';
import { CATCH_UP_MS, dueBetween } from './due';

function rule(id: string, change: Partial<Rule> = {}): Rule {
  const input = parseInput(ruleInputSchema, {
    name: id,
    figure: 'errors',
    condition: { kind: 'threshold', threshold: 0 },
  });
  return { ...input, id, key: id, createdAt: 0, updatedAt: 0, ...change };
}

const T = Date.UTC(2026, 0, 1);
const told = (dues: ReturnType<typeof dueBetween>) =>
  dues.flatMap(({ at, rules }) => rules.map(({ id }) => `${id} ${(at - T) / MINUTE_MS}`));

describe('what is due', () => {
  it('is each whole minute, when the delay of the rule has passed', () => {
    const rules = [rule('a'), rule('b', { delaySeconds: 90 })];
    expect(told(dueBetween(rules, T, T + 29_999))).toEqual([]);
    expect(told(dueBetween(rules, T, T + 30_000))).toEqual(['b -1', 'a 0']);
    expect(told(dueBetween(rules, T + 30_000, T + 3 * MINUTE_MS))).toEqual(['b 0', 'a 1', 'b 1', 'a 2']);
  });

  it('does not depend on how often one looks', () => {
    const rules = [rule('a'), rule('b', { delaySeconds: 7 }), rule('c', { delaySeconds: 600 })];
    const looks = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(looks, (steps) => {
        let since = T;
        const seen: string[] = [];
        for (const step of steps) {
          seen.push(...told(dueBetween(rules, since, since + step)));
          since += step;
        }
        expect(seen).toEqual(told(dueBetween(rules, T, since)));
      }),
    );
  });

  it('comes after the rules that it refers to, and leaves out those that are off', () => {
    const composite = rule('a', { condition: { kind: 'composite', of: 'all', rules: ['z', 'off'] } });
    const rules = [composite, rule('z', { dependsOn: ['m'] }), rule('m'), rule('off', { enabled: false })];
    expect(told(dueBetween(rules, T, T + MINUTE_MS))).toEqual(['m 0', 'z 0', 'a 0']);
  });

  it('is caught up for rules that are behind, and given up after two hours', () => {
    const behind = new Map([['a', T - 2 * MINUTE_MS]]);
    expect(told(dueBetween([rule('a'), rule('b')], T, T + 30_000, behind))).toEqual([
      'a -2',
      'a -1',
      'a 0',
      'b 0',
    ]);
    expect(dueBetween([rule('a')], T - 10 * CATCH_UP_MS, T)).toHaveLength(CATCH_UP_MS / MINUTE_MS);
  });
});
