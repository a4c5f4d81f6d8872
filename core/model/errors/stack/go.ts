import type { Frame } from './frame';

const NOT_OWN_FILE = /\/go\/src\/|\/libexec\/src\/|\/pkg\/mod\/|\/vendor\/|@v\d/;
const NOT_OWN_FUNCTION =
  /^(?:panic|runtime|reflect|testing|net|os|io|bufio|bytes|strings|strconv|errors|fmt|log|sync|time|sort|math|regexp|context|crypto|encoding|database|text|html)[./(]|^created by |github\.com\/aws\/aws-lambda-go\//;

/** The frames of a Go stack, where a function's line is followed by an indented line with its file. */
export function readGoFrames(lines: readonly string[]): readonly Frame[] {
  const frames: Frame[] = [];
  for (let index = 1; index < lines.length; index += 1) {
    const file = /^\s+(\S.*\.(?:go|s)):\d+(?: \+0x[\da-f]+)?\s*$/.exec(lines[index] ?? '')?.[1];
    const named = lines[index - 1] ?? '';
    if (file === undefined || named === '' || /^\s/.test(named)) continue;
    const name = functionName(named);
    frames.push({
      function: name,
      file,
      own: !NOT_OWN_FILE.test(file) && !NOT_OWN_FUNCTION.test(named),
    });
  }
  return frames;
}

/** `main.(*Orders).Load(0xc000, 0x1)` and `example.org/shop/orders.Load.func1(...)` without arguments and counters. */
function functionName(line: string): string {
  return line
    .replace(/\([^()]*\)\s*$/, '')
    .replace(/^.*\//, '')
    .replace(/(?:\.func\d+(?:\.\d+)*|-fm|\[\.\.\.\])+$/, '');
}
