import { describe, expect, it } from 'vitest';
import { readNotice } from './notice';
import { applyTemplates, templateProblem } from './templates';
import { alertMessageOf, TEST_MESSAGE } from './testing/samples';

const NOTICE = readNotice(alertMessageOf({ name: 'Error rate', message: 'Much fails.', label: 'checkout' }));

const apply = (titleTemplate: string, textTemplate = '') =>
  applyTemplates(NOTICE, { titleTemplate, textTemplate });

describe('templates', () => {
  it('put values of the alert in place of names', () => {
    const { notice, problem } = apply(
      '{{rule.name}} of {{ labels.team }}: {{value}} {{unit}}',
      '{{text}} Since {{starts_at}}, see {{url}}',
    );
    expect(notice.title).toBe('Error rate of checkout: 7.4 %');
    expect(notice.text).toMatch(/^Much fails\. Since 2026-01-01T00:00:00\.000Z, see https:/);
    expect(problem).toBeNull();
  });

  it('leave the default in place when they are empty', () => {
    expect(apply('')).toEqual({ notice: NOTICE, problem: null });
  });

  it.each([
    '{{nope}}',
    '{{constructor}}',
    '{{__proto__}}',
    '{{labels}}',
    '{{labels.<name>}} {{x}}',
    '{{',
    'a }} b',
    '{{{title}}}',
    '{{#if x}}',
  ])('that are broken, as %s, fall back to the default and say so', (template) => {
    expect(templateProblem(template)).not.toBeNull();
    const { notice, problem } = apply(template, 'still {{title}}');
    expect(notice.title).toBe(NOTICE.title);
    expect(notice.text).toBe(`still ${NOTICE.title}`);
    expect(problem).toMatch(/^sent with the default title: the template /);
  });

  it('that say nothing about an alert fall back too', () => {
    expect(apply('{{labels.nobody}}').problem).toMatch(/says nothing about this alert/);
  });

  it('reach nothing but the data of the message', () => {
    const { notice } = apply('{{labels.constructor}}{{labels.__proto__}}{{labels.team}}');
    expect(notice.title).toBe('checkout');
  });

  it('do not put values into values', () => {
    const nested = readNotice(alertMessageOf({ name: '{{url}}', message: 'm', label: 'l' }));
    expect(applyTemplates(nested, { titleTemplate: '{{rule.name}}', textTemplate: '' }).notice.title).toBe(
      '{{url}}',
    );
  });

  it('are bounded in what they make', () => {
    const { notice } = apply('', '{{url}}'.repeat(500));
    expect(notice.text.length).toBeLessThanOrEqual(16_000);
    expect(templateProblem('x'.repeat(4001))).toMatch(/at most 4000/);
  });

  it('do not touch test messages', () => {
    const test = readNotice(TEST_MESSAGE);
    expect(applyTemplates(test, { titleTemplate: 'x', textTemplate: 'y' }).notice).toBe(test);
  });
});
