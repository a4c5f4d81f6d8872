import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const HERE = import.meta.dirname;
const PACKAGE = join(HERE, '../../instrumentation');

/** Installs the peers where that has not been done yet. */
export function installPeers() {
  const isInstalled = existsSync(join(HERE, 'node_modules/.package-lock.json'));
  if (isInstalled) return;
  // Some peers name newer Node.js versions than they need, and none needs its scripts here.
  const args = ['ci', '--no-audit', '--no-fund', '--engine-strict=false', '--ignore-scripts'];
  execFileSync('npm', args, { cwd: HERE, stdio: 'inherit' });
}

/**
 * A folder with every function as npm installs it and as one minified file. Ours lies where no peer is near: a bundler
 * would take @opentelemetry/api along if the function had it.
 */
export async function prepareFunctions(peers) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faaslens-bench-')));
  const own = join(folder, 'node_modules/@faaslens/instrumentation');
  mkdirSync(own, { recursive: true });
  const args = [join(PACKAGE, 'build.mjs'), '--no-types', '--outdir', join(own, 'dist')];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  cpSync(join(PACKAGE, 'package.json'), join(own, 'package.json'));
  cpSync(join(HERE, 'functions/faaslens.cjs'), join(folder, 'faaslens.cjs'));
  cpSync(join(HERE, 'functions/work.cjs'), join(folder, 'work.cjs'));

  const prepared = [];
  for (const peer of peers) {
    const source =
      peer.file === 'faaslens' ? join(folder, 'faaslens.cjs') : join(HERE, `functions/${peer.file}.cjs`);
    const bundle = join(folder, `bundled-${prepared.length}.cjs`);
    prepared.push({ ...peer, installed: source, bundled: await bundleOf(peer, source, bundle) });
  }
  return { folder, prepared, discard: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One minified file, and its size in kB; `undefined` for a peer that cannot be bundled. */
async function bundleOf(peer, source, outfile) {
  const imports = (peer.imports ?? []).map((name) => `require(${JSON.stringify(name)});\n`).join('');
  const entry = outfile.replace('bundled', 'entry');
  writeFileSync(entry, `${imports}module.exports = require(${JSON.stringify(source)});\n`);
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      external: [
        '@opentelemetry/winston-transport',
        '@opentelemetry/exporter-jaeger',
        ...(peer.external ?? []),
      ],
      loader: { '.md': 'empty', '.node': 'empty' },
      logLevel: 'silent',
    });
  } catch {
    return undefined;
  }
  const kilobytes = statSync(outfile).size / 1000;
  return { file: outfile, kilobytes, gzipped: gzipSync(readFileSync(outfile)).length / 1000 };
}
