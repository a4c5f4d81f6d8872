import ts from 'typescript';

// Functions that need no `this`, and would be written out at each call.
const GLOBALS = new Set([
  'Array.isArray',
  'Math.max',
  'Math.min',
  'Number.isFinite',
  'Number.isInteger',
  'Number.parseInt',
  'Object.assign',
  'Object.entries',
  'Object.keys',
  'Reflect.apply',
  'Symbol.for',
  'process.getBuiltinModule',
]);
const LEAST_CALLS = 3;

/**
 * The same code in fewer characters, where a bundler that minifies it leaves them: functions at the top become arrows,
 * `void 0` and the functions of `GLOBALS` become variables. Nothing else is renamed.
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
    if (ts.isCallExpression(node) && !node.questionDotToken && GLOBALS.has(node.expression.getText())) {
      const called = node.expression.getText();
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
  const arrows = file.statements.filter(canBeArrow);
  for (const arrow of arrows) edits.push(...arrowEdits(arrow));
  edits.sort(([one], [other]) => one - other);
  const textOf = (node) => edited(code, edits, node.getStart(), node.end);
  const isHead = (node) => ts.isImportDeclaration(node) || isDirective(node);
  return [
    ...file.statements.filter(isHead).map(textOf),
    `var ${absent};`,
    ...often.map(([called]) => `var ${nameOf(called)}=${called};`),
    // First, as functions are: what runs while the module loads finds them wherever they stood.
    ...arrows.map(textOf),
    ...file.statements.filter((node) => !isHead(node) && !arrows.includes(node)).map(textOf),
  ]
    .join('')
    .concat('\n');
}

/** The part from `start` to `end`; what is inserted at `start` belongs to the part before it. */
function edited(code, edits, start, end) {
  let text = '';
  let at = start;
  for (const [from, to, replacement] of edits) {
    if (from < start || to > end || to === start) continue;
    text += code.slice(at, from) + replacement;
    at = to;
  }
  return text + code.slice(at, end);
}

const nameOf = (called) => `global_${called.replace('.', '_')}`;

const isDirective = (node) => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

/** An arrow has no `this` and no `arguments` of its own, and is no generator. */
function canBeArrow(node) {
  return (
    ts.isFunctionDeclaration(node) &&
    node.name !== undefined &&
    node.modifiers?.some(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword) !== true &&
    node.asteriskToken === undefined &&
    !/\b(this|arguments|new\.target)\b/.test(node.getText())
  );
}

/** `async function name(a) {...}` to `var name = async (a) => {...};` */
function arrowEdits(node) {
  const { name, body, modifiers } = node;
  return [
    [node.getStart(), name.end, `var ${name.text}=${modifiers ? 'async' : ''}`],
    [body.getStart(), body.getStart(), '=>'],
    [body.end, body.end, ';'],
  ];
}
