import type { Frame } from './frame';

const NOT_OWN =
  /^(?:System|Microsoft|Amazon\.Lambda|Amazon\.Runtime|Google\.Cloud|OpenTelemetry|Newtonsoft|Npgsql|lambda_method)\b/;

/** A line of a .NET stack: `at Acme.Orders.Load(String id) in /src/Orders.cs:line 42`. */
export function readDotnetFrame(line: string): Frame | null {
  const match = /^\s*at ([^\s(]+(?: [^\s(]+)*)\(([^)]*)\)(?: in (.+):line \d+)?\s*$/.exec(line);
  if (!match) return null;
  const [, name = '', parameters = '', file] = match;
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return null;
  const type = name.slice(0, name[dot - 1] === '.' ? dot - 1 : dot);
  const method = name.slice(type.length + 1);
  // V8's `at name (file:1:2)` has a space before the parenthesis, and a location inside it.
  if (/:\d+/.test(parameters) || parameters.endsWith('.java')) return null;
  const ofAsync = /^(.*?)[.+]<([^>]+)>d(?:__\d+)?(?:`\d+)?$/.exec(type);
  return {
    function: methodName(method === 'MoveNext' ? (ofAsync?.[2] ?? method) : method),
    file: file ?? ofAsync?.[1] ?? type,
    own: !NOT_OWN.test(type),
  };
}

/** Local functions and lambdas carry their outer method and a number: `<Load>b__5_0`, `<Load>g__Inner|5_0`. */
function methodName(method: string): string {
  return method.replace(/^<([^>]*)>g__(\w+)\|[\d_]+$/, '$2').replace(/^<([^>]*)>b__[\d_]+$/, '$1');
}
