import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from './start-service.mjs';

/** Bytes on disk of what an install and a build leave, and of the wrapper in a function's bundle. */
export async function measureSizes() {
  const { outputFiles } = await build({
    stdin: { contents: "export { wrap } from '@faaslens/instrumentation/aws-lambda'", resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    external: ['@opentelemetry/api'],
    write: false,
  });
  const bundle = outputFiles[0].contents;
  return [
    ['node_modules (with everything that builds and tests)', megabytes(sizeOf(join(ROOT, 'node_modules')))],
    ['built dashboard (.next/standalone)', megabytes(sizeOf(join(ROOT, '.next/standalone')))],
    ['built collector and command (dist)', megabytes(sizeOf(join(ROOT, 'dist')))],
    [
      'wrapper in a function, minified / gzip',
      `${(bundle.length / 1024).toFixed(1)} / ${(gzipSync(bundle).length / 1024).toFixed(1)} kB`,
    ],
    [
      'dependencies of the wrapper',
      `${Object.keys(JSON.parse(readFileSync(join(ROOT, 'instrumentation/package.json'), 'utf8')).dependencies ?? {}).length}`,
    ],
  ];
}

function sizeOf(path) {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((total, name) => total + sizeOf(join(path, name)), 0);
}

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
