// Builds every entry as ESM and CJS, and their declarations: node build.mjs [--outdir <folder>] [--no-types]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { shorten } from './shorten.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const { outdir: DIST, 'no-types': isBare } = parseArgs({
  options: { outdir: { type: 'string', default: join(ROOT, 'dist') }, 'no-types': { type: 'boolean' } },
}).values;
// One letter in place of each name that only this package's own objects have: a function's bundler shortens what it may, which
// properties are not. The names are kept, for copies of several versions in one process share a runtime. Never reused.
const INTERNAL_NAMES = JSON.parse(readFileSync(join(ROOT, 'internal-names.json'), 'utf8'));
const FORMATS = { esm: '.js', cjs: '.cjs' };

/** Entries for Node.js: name of the built file, name of the source. Each is one self-contained file; they share one runtime through the global object. */
const NODE_ENTRIES = {
  index: 'index',
  'aws-lambda': 'aws-lambda',
  'azure-functions': 'azure-functions',
  'google-cloud-functions': 'google-cloud-functions',
  firebase: 'firebase',
  knative: 'knative',
  'lambda-edge': 'lambda-edge',
  netlify: 'netlify',
  vercel: 'vercel',
  web: 'web',
  'aws-sdk': 'aws-sdk',
  modules: 'modules',
  payloads: 'payloads',
  'aws-lambda/answer-first': 'aws-lambda/answer-first',
  register: 'register/index',
};
/** Entries for engines with web APIs only, always ES modules. */
const EDGE_ENTRIES = {
  'cloudflare-workers': 'cloudflare-workers',
  deno: 'deno',
  'netlify.edge': 'netlify',
  'vercel.edge': 'vercel',
  'web.edge': 'web',
};

const pointsOf = (entries) =>
  Object.entries(entries).map(([out, source]) => ({ in: join(ROOT, 'src', `${source}.ts`), out }));

// Built beside its place and then moved: functions that run meanwhile must not find half a package.
const STAGE = `${DIST}-${process.pid}`;
mkdirSync(STAGE, { recursive: true });
process.once('exit', () => rmSync(STAGE, { recursive: true, force: true }));
const bundled = [
  ...Object.entries(FORMATS).map(([format, extension]) => bundle(format, extension)),
  bundleEdge(),
];
if (!isBare) writeDeclarations();
await Promise.all(bundled);
rmSync(DIST, { recursive: true, force: true });
renameSync(STAGE, DIST);

/** The code is in aws-lambda; index only points to it. */
async function bundle(format, extension) {
  const pointer = {
    name: 'index-points-to-aws-lambda',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\/aws-lambda$/ }, ({ importer }) =>
        importer.endsWith('index.ts') ? { path: `./aws-lambda${extension}`, external: true } : undefined,
      ),
  };
  await write({
    entryPoints: pointsOf(NODE_ENTRIES),
    outExtension: { '.js': extension },
    format,
    platform: 'node',
    target: 'node20.19',
    plugins: [pointer],
  });
}

async function bundleEdge() {
  const host = {
    name: 'edge-in-place-of-node',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/host\/node(-calls)?$/ }, ({ path }) => ({
        path: join(ROOT, 'src/host', `${path.split('/').at(-1).replace('node', 'edge')}.ts`),
      })),
  };
  await write({
    entryPoints: pointsOf(EDGE_ENTRIES),
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['node:*'],
    plugins: [host],
  });
}

async function write(options) {
  const { outputFiles } = await build({
    ...options,
    outdir: STAGE,
    bundle: true,
    // Names of functions and variables stay as they are: a stack trace through this package must be readable.
    mangleProps: new RegExp(`^(?:${Object.keys(INTERNAL_NAMES).join('|')})$`),
    mangleCache: INTERNAL_NAMES,
    // A field that the constructor sets need not be declared.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    // Written late: esbuild would hide a `require` from the user's bundler. See src/trace/loaded-api.ts.
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, shorten(text).replaceAll('BUNDLER_REQUIRE', 'require'));
  }
}

/** Keeps the declarations that the entries reach: the others name types of packages a user need not have. */
function writeDeclarations() {
  const types = join(STAGE, 'types');
  // The compiler in Go takes a third of the time.
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript-7/package.json')), 'bin/tsc');
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
  for (const entry of Object.values({ ...NODE_ENTRIES, ...EDGE_ENTRIES })) visit(entry);
  rmSync(types, { recursive: true });
}
