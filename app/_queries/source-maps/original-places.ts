import { originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Original } from '@/core/model/errors/stack/mapped-line';

const LONGEST_CODE = 400;

/** A cache of parsed source maps; small, because each holds its sources. */
export type OriginalPlaces = (line: number, column: number) => Original | null;

/** Maps a position of generated code (line and column from 1) to its origin; null if the map has none. */
export function originalPlaces(json: string): OriginalPlaces {
  const map = new TraceMap(json);
  return (line, column) => {
    const found = originalPositionFor(map, { line, column: column - 1 });
    if (found.source === null) return null;
    const code = sourceContentFor(map, found.source)?.split('\n', found.line)[found.line - 1];
    return {
      file: shortPath(found.source),
      line: found.line,
      column: found.column + 1,
      name: found.name,
      code: code === undefined ? null : code.trim().slice(0, LONGEST_CODE),
    };
  };
}

/** Bundlers write source paths relative to the output: `webpack://app/./src/a.ts`, `../../src/a.ts`. */
function shortPath(source: string): string {
  return source.replace(/^[a-z][a-z-]*:\/\/(?:\/|[^/]*\/)/i, '').replace(/^(?:\.{1,2}\/)+/, '');
}
