import { describe, expect, it } from 'vitest';
import { shorten } from './shorten.mjs';

const shortened = (code) => shorten(code).replace('var absent;', '').trimEnd();

describe('what the build shortens in the code that esbuild wrote', () => {
  it('is every function at the top, which stays what can be used before it is written', () => {
    expect(shortened('var a=g;function f(a,{b}=c){return a}async function g(){await f()}export{a};')).toBe(
      'var f=(a,{b}=c)=>{return a};var g=async()=>{await f()};var a=g;export{a};',
    );
  });

  it.each([
    'function f(){return this}',
    'function f(){return arguments.length}',
    'function* f(){yield 1}',
    'var f=()=>{return g();function g(){return 1}};',
    'export default function(){}',
  ])('is not %s, which means what it means as a function alone', (code) => {
    expect(shortened(code)).toBe(code);
  });

  it('is what is called often and needs no object', () => {
    const calls = 'Symbol.for("b"),Symbol.for("c"),Promise.all(1),Promise.all(2),Promise.all(3)';
    const named = calls.replaceAll('Symbol.for', 'global_Symbol_for');
    expect(shortened(`"use strict";import"x";var a=Symbol.for("a");a.push(${calls});`)).toBe(
      `"use strict";import"x";var global_Symbol_for=Symbol.for;var a=global_Symbol_for("a");a.push(${named});`,
    );
    expect(shortened(`f(${calls})`)).toBe(`f(${calls})`);
  });

  it('is every absent value, which is written as a variable that nothing is ever given to', () => {
    expect(shorten('export var f=(a)=>a===void 0?void 0:"void 0";')).toBe(
      'var absent;export var f=(a)=>a===absent?absent:"void 0";\n',
    );
    expect(() => shorten('var absent=1;')).toThrow('a name of its own is absent');
  });
});
