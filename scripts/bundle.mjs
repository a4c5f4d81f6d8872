// Bundles what runs outside the dashboard into dist/: one file for each program and thread, and what they share.
import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const ENTRIES = {
  cli: 'cli/main.ts',
  'ingest-worker': 'collector/ingest/worker.ts',
  'store-worker': 'collector/ingest/store-worker.ts',
  'checkpoint-worker': 'collector/ingest/checkpoint-worker.ts',
  'background-worker': 'collector/background/worker.ts',
  'alert-worker': 'collector/background/alert-worker.ts',
  'dashboard-guard': 'collector/dashboard/guard.ts',
  data: 'core/data/index.ts',
  'data-worker': 'core/data/worker.ts',
  'backtest-worker': 'core/data/backtest-worker.ts',
  'query-worker': 'cli/query-worker.ts',
};

/**
 * Packages that look for files beside themselves: a compiled driver, a thread's own file, what functions load. All others
 * are part of the bundle, because finding and reading hundreds of small files was a third of the work of each start.
 */
const BESIDE = ['better-sqlite3', 'piscina', 'pino', '@faaslens/instrumentation'];

/** Packages written for `require` still find Node's own modules in a bundle of modules. */
const REQUIRE =
  "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);";

export async function bundle(root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    external: BESIDE,
    banner: { js: REQUIRE },
    plugins: [queryCompiler(join(root, 'dist/chunks')), oneLanguage(), noSchemaCompilers()],
    // Reading code is much of the work of a start: each thread and process reads its own. Names stay, for what is logged.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 200,
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
  });
  removeOld(root, metafile);
}

/** Prisma carries its query compiler as text of base64: as a file of its own it is neither parsed nor decoded. */
function queryCompiler(folder) {
  return {
    name: 'query-compiler',
    setup(build) {
      const files = new Map();
      build.onLoad({ filter: /query_compiler_\w+\.sqlite\.wasm-base64\.m?js$/ }, async ({ path }) => {
        const { wasm } = await import(path);
        const bytes = Buffer.from(wasm, 'base64');
        const name = `query-compiler-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.wasm`;
        files.set(name, bytes);
        return {
          contents: `import { readFileSync } from 'node:fs';
            export const wasm = readFileSync(new URL('./${name}', import.meta.url));`,
        };
      });
      build.onEnd(({ metafile }) => {
        for (const [name, bytes] of files) {
          writeFileSync(join(folder, name), bytes);
          metafile.outputs[`dist/chunks/${name}`] = { bytes: bytes.length };
        }
      });
    },
  };
}

/** Zod brings its messages in fifty languages, half of its code; ours are in English. */
function oneLanguage() {
  return {
    name: 'one-language',
    setup(build) {
      build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
        contents: "export { default as en } from './en.js';",
      }));
    },
  };
}

/** Fastify asks for them only where it is given none, as it is in collector/http/server.ts. */
function noSchemaCompilers() {
  return {
    name: 'no-schema-compilers',
    setup(build) {
      const filter = /@fastify[\\/](?:ajv|fast-json-stringify)-compiler[\\/]\w+\.js$/;
      build.onLoad({ filter }, () => ({
        contents: "throw new Error('collector/http/server.ts gives Fastify compilers of its own');",
      }));
    },
  };
}

/** Chunks are named by what is in them: those of earlier builds would stay for ever. */
function removeOld(root, { outputs }) {
  const kept = new Set(Object.keys(outputs).map((path) => basename(path)));
  const folder = join(root, 'dist/chunks');
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
}
