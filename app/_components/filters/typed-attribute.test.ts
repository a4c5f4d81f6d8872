import { describe, expect, it } from 'vitest';
import { readTypedAttribute, typedAttributeProblem } from './typed-attribute';

describe('readTypedAttribute', () => {
  it('reads a key and a value, which may have spaces and equals signs', () => {
    expect(readTypedAttribute(' http.route = /pay?a=b c ')).toEqual({
      key: 'http.route',
      value: '/pay?a=b c',
    });
  });
  it('reads nothing without either, or of a key that is too long', () => {
    for (const text of ['', 'tenant', '=acme', 'tenant=', 'a b=c', `${'k'.repeat(257)}=v`])
      expect(readTypedAttribute(text)).toBeNull();
  });
});

describe('typedAttributeProblem', () => {
  it('says how it is written, and nothing of an empty field', () => {
    expect(typedAttributeProblem('tenant')).toContain('key=value');
    expect(typedAttributeProblem(' ')).toBe('');
    expect(typedAttributeProblem('any.key=1')).toBe('');
  });
  it('names the attributes that narrow the list, and what to do about another one', () => {
    expect(typedAttributeProblem('tenant.id=acme', ['tenant.id', 'plan'])).toBe('');
    const problem = typedAttributeProblem('colour=red', ['tenant.id', 'plan']);
    expect(problem).toContain('tenant.id, plan');
    expect(problem).toContain('Group by colour');
  });
});
