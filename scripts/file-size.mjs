// Checks that no source file is longer than the house allows. The linter's own rule leaves out what stands in comments.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const MOST_LINES = 300;
const SOURCE = /\.(tsx?|mjs|css)$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'generated', 'test-results', 'testdata', '.next', '.git']);

/** @returns {{files: number, tooLong: string[]}} how many were seen, and a line for each that is too long */
export function checkFileSizes(folder) {
  const sources = sourcesIn(folder, '');
  const tooLong = sources.flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n').length - 1;
    return lines > MOST_LINES ? [`${file}: ${lines} lines, at most ${MOST_LINES}`] : [];
  });
  return { files: sources.length, tooLong };
}

function sourcesIn(root, under) {
  return readdirSync(join(root, under), { withFileTypes: true }).flatMap((entry) => {
    const path = join(under, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : sourcesIn(root, path);
    return SOURCE.test(entry.name) && entry.isFile() ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, tooLong } = checkFileSizes(fileURLToPath(new URL('..', import.meta.url)));
  for (const line of tooLong) console.error(line);
  console.log(`file size: ${files} files, ${tooLong.length} too long`);
  process.exit(tooLong.length > 0 || files === 0 ? 1 : 0);
}
