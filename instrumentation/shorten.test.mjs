import { describe, expect, it } from 'vitest';
import { shorten } from './shorten.mjs';

const shortened = (code) => shorten(code).replace('var absent;', '');

describe('what the build shortens in the code that esbuild wrote', () => {
  it('is what is called often and needs no object', () => {
    const calls = 'Symbol.for("b"),Symbol.for("c"),Promise.all(1),Promise.all(2),Promise.all(3)';
    const named = calls.replaceAll('Symbol.for', 'global_Symbol_for');
    expect(shortened(`"use strict";import"x";var a=Symbol.for("a");a.push(${calls});`)).toBe(
      `"use strict";import"x";var global_Symbol_for=Symbol.for;var a=global_Symbol_for("a");a.push(${named});`,
    );
    expect(shortened(`f(${calls})`)).toBe(`f(${calls})`);
  });

  it('is also what needs its object, by a function of its own', () => {
    const calls = 'performance.now(),performance.now(),performance.now()';
    const named = calls.replaceAll('performance.now', 'global_performance_now');
    expect(shortened(`f(${calls})`)).toBe(`var global_performance_now=()=>performance.now();f(${named})`);
  });

  it('is every absent value, which is written as a variable that nothing is ever given to', () => {
    expect(shorten('export var f=(a)=>a===void 0?void 0:"void 0";')).toBe(
      'var absent;export var f=(a)=>a===absent?absent:"void 0";',
    );
    expect(() => shorten('var absent=1;')).toThrow('a name of its own is absent');
  });
});
