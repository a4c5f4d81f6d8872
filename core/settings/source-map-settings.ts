import { z } from 'zod';

/** The largest map that is taken, as JSON text. */
export const MOST_MAP_BYTES = 24 * 1024 * 1024;

const text = (what: string, most: number) =>
  z
    .string({ error: 'must be text' })
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .describe(what);

/** The part of a source map of version 3 that is read; sections of others are not taken. */
const sourceMapSchema = z.object({
  version: z.literal(3, { error: 'must be 3' }),
  mappings: z.string({ error: 'must be text: a map of sections is to be flattened first' }),
  sources: z.array(z.string().nullable(), { error: 'must be a list' }),
  sourcesContent: z.array(z.string().nullable()).optional(),
  sourceRoot: z.string().nullable().optional(),
  names: z.array(z.string()).optional(),
});

export const sourceMapInputSchema = z.strictObject({
  function: text('Name of the function.', 300),
  version: text('The version as errors show it.', 300),
  file: text('The generated file that the map is of: dist/index.js.', 500),
  map: sourceMapSchema,
});

export interface SourceMapInput {
  readonly function: string;
  readonly version: string;
  readonly file: string;
  readonly map: z.output<typeof sourceMapSchema>;
}

export interface SourceMapInfo {
  readonly id: string;
  readonly function: string;
  readonly version: string;
  readonly file: string;
  /** As JSON text. */
  readonly bytes: number;
  readonly createdAt: number;
}

/** Maps from generated code to what people wrote, for reading stacks. */
export interface SourceMapSettings {
  /** Newest first; of one function, and of one version of it, when named. */
  listSourceMaps(of: {
    readonly function?: string;
    readonly version?: string;
  }): Promise<readonly SourceMapInfo[]>;
  /**
   * In place of an earlier one of the same file; of more than 2,000 those go that were saved first.
   * @throws FaaslensError `invalid_input` that names the field, `too_large`
   */
  saveSourceMap(input: SourceMapInput): Promise<SourceMapInfo>;
  /** The map as JSON text. */
  readSourceMap(id: string): Promise<string>;
  deleteSourceMap(id: string): Promise<void>;
}
