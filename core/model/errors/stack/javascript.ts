import { type Frame, plainPath } from './frame';

const NOT_OWN =
  /^node:|^internal\/|^native$|^index \d|^ext:|^<anonymous>$|\/node_modules\/|^\/var\/(?:runtime|lang)\/|^\/opt\/nodejs\/|\/\.next\/server\/(?:webpack-runtime|chunks\/ssr\/\[root)|^\(wasm|^wasm:/;

const LOCATION = /^(.+?):\d+(?::\d+)?$/;
/** What V8 writes instead of a file for its built-in functions. */
const NO_PLACE = /^(?:<anonymous>|native|index \d+)$/;

/** Receivers that only say how a function was called, not what it belongs to. */
const GENERIC = new Set([
  'Object',
  'Module',
  'exports',
  'Function',
  'Runtime',
  'global',
  'globalThis',
  'process',
  'Proxy',
]);

/** A line of V8's stacks: `at name (file:line:col)` or `at file:line:col`, as Node, Deno, Bun and Workers write it. */
export function readJavascriptFrame(line: string): Frame | null {
  const at = /^\s*at (?:async )?(.+)$/.exec(line)?.[1];
  if (at === undefined) return null;
  const named = /^(?:(.*) )?\((.+)\)$/.exec(at);
  const location = LOCATION.exec(named?.[2] ?? at)?.[1] ?? NO_PLACE.exec(named?.[2] ?? '')?.[0];
  // Without a dot, slash or scheme it is prose: `at noon (12:30)`.
  if (location === undefined || !/[./\\:<]|^native$|^index /.test(location)) return null;
  const file = location.replace(/^.*\((?=[^()]*$)/, '');
  return { function: functionName(named?.[1] ?? ''), file, own: !NOT_OWN.test(plainPath(file)) };
}

function functionName(text: string): string {
  const parts = text
    .replace(/ \[as [^\]]*\]/, '')
    .replace(/^new /, '')
    .split('.')
    .filter((part) => !GENERIC.has(part) && !part.includes('<anonymous>'));
  const name = parts.join('.');
  // Minified names such as `t` or `Bn` change with the next build.
  return name.length <= 2 ? '' : name;
}
