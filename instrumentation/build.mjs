// Builds both entries as ESM and CJS, and their declarations for both: node build.mjs [--outdir <folder>]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = parseArgs({ options: { outdir: { type: 'string', default: join(ROOT, 'dist') } } }).values
  .outdir;
const FORMATS = { esm: '.js', cjs: '.cjs' };

// Built beside its place and then moved: functions that run meanwhile must not find half a package.
const STAGE = `${DIST}-${process.pid}`;
mkdirSync(STAGE, { recursive: true });
process.once('exit', () => rmSync(STAGE, { recursive: true, force: true }));
const bundled = Object.entries(FORMATS).map(([format, extension]) => bundle(format, extension));
writeDeclarations();
await Promise.all(bundled);
rmSync(DIST, { recursive: true, force: true });
renameSync(STAGE, DIST);

/** The code is in aws-lambda; index only points to it, so that both entries share one runtime per process. */
async function bundle(format, extension) {
  const pointer = {
    name: 'index-points-to-aws-lambda',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\/aws-lambda$/ }, ({ importer }) =>
        importer.endsWith('index.ts') ? { path: `./aws-lambda${extension}`, external: true } : undefined,
      ),
  };
  const { outputFiles } = await build({
    entryPoints: ['index', 'aws-lambda'].map((entry) => join(ROOT, 'src', `${entry}.ts`)),
    outdir: STAGE,
    outExtension: { '.js': extension },
    bundle: true,
    format,
    platform: 'node',
    target: 'node20.19',
    // Names stay as they are: a stack trace through this package must be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    plugins: [pointer],
    write: false,
  });
  for (const { path, text } of outputFiles) {
    // Written late: esbuild would hide a `require` from the user's bundler. See src/trace/global-api.ts.
    writeFileSync(path, text.replaceAll('BUNDLER_REQUIRE', 'require'));
  }
}

/** Keeps the declarations that the entries reach: the others name types of packages a user need not have. */
function writeDeclarations() {
  const types = join(STAGE, 'types');
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', types], {
    stdio: 'inherit',
  });
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(join(types, `${file}.d.ts`), 'utf8');
    for (const [, target] of text.matchAll(/from '(\.[^']+)'/g)) visit(join(dirname(file), target));
    for (const extension of Object.values(FORMATS)) {
      const path = join(STAGE, `${file}.d${extension.replace('js', 'ts')}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text.replace(/from '(\.[^']+)'/g, `from '$1${extension}'`));
    }
  };
  for (const entry of ['index', 'aws-lambda']) visit(entry);
  rmSync(types, { recursive: true });
}
