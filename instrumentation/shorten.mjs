import ts from 'typescript';

// Functions that need no `this`, and would be written out at each call.
const GLOBALS = new Set([
  'Array.isArray',
  'JSON.parse',
  'JSON.stringify',
  'Math.max',
  'Math.min',
  'Math.round',
  'Number.isFinite',
  'Number.isInteger',
  'Number.parseInt',
  'Object.assign',
  'Object.defineProperty',
  'Object.entries',
  'Object.keys',
  'Reflect.apply',
  'Symbol.for',
  'process.getBuiltinModule',
]);
// Those that need it, and no parameters.
const METHODS = new Set(['performance.now']);
const LEAST_CALLS = 3;

/**
 * The same code in fewer characters, where a bundler that minifies it leaves them: `void 0` and the functions of `GLOBALS`
 * and `METHODS` become variables. Nothing else is renamed. Functions stay: as arrows, 1.5 kB shorter, they took V8 a third longer to load.
 *
 * @param {string} code JavaScript that esbuild wrote, with `minifySyntax`
 */
export function shorten(code) {
  const file = ts.createSourceFile('code.mjs', code, ts.ScriptTarget.Latest, true);
  const absent = 'absent';
  if (new RegExp(`\\b${absent}\\b`).test(code)) throw new Error(`a name of its own is ${absent}`);
  /** @type {[start: number, end: number, text: string][]} */
  const edits = [];
  /** @type {Map<string, ts.Node[]>} */
  const calls = new Map();
  const visit = (node) => {
    const called = ts.isCallExpression(node) && !node.questionDotToken ? node.expression.getText() : '';
    if (GLOBALS.has(called) || METHODS.has(called)) {
      calls.set(called, [...(calls.get(called) ?? []), node.expression]);
    }
    if (ts.isVoidExpression(node) && node.expression.getText() === '0') {
      edits.push([node.getStart(), node.end, absent]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const often = [...calls].filter(([, places]) => places.length >= LEAST_CALLS);
  for (const [called, places] of often) {
    for (const place of places) edits.push([place.getStart(), place.end, nameOf(called)]);
  }
  const names = often
    .map(([called]) => `var ${nameOf(called)}=${METHODS.has(called) ? `()=>${called}()` : called};`)
    .join('');
  const first = file.statements.find((each) => !ts.isImportDeclaration(each) && !isDirective(each));
  const start = first?.getStart() ?? code.length;
  edits.unshift([start, start, `var ${absent};${names}`]);
  let text = '';
  let at = 0;
  for (const [from, to, replacement] of edits.sort(([one], [other]) => one - other)) {
    text += code.slice(at, from) + replacement;
    at = to;
  }
  return text + code.slice(at);
}

const nameOf = (called) => `global_${called.replace('.', '_')}`;

const isDirective = (node) => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
