import type { Frame } from './frame';

const NOT_OWN =
  /\/(?:site|dist)-packages\/|\/lib\/python\d|^\/var\/(?:runtime|lang)\/|^<frozen|^<string>|importlib|^\/opt\/python\//;

/** A line of a Python traceback: `File "app.py", line 3, in handler`. Python writes the innermost frame last. */
export function readPythonFrame(line: string): Frame | null {
  const match = /^\s*File "([^"]+)", line \d+(?:, in (.+?))?\s*$/.exec(line);
  if (!match) return null;
  const [, file = '', name = ''] = match;
  return {
    function: name.startsWith('<module>') ? '' : name,
    file,
    own: !NOT_OWN.test(file.replaceAll('\\', '/')),
  };
}
