import { fileURLToPath } from 'node:url';

const HEADER = fileURLToPath(new URL('object-wrap.h', import.meta.url));

/**
 * How the SQLite driver is compiled where it has no prebuilt file: its files side by side, and with object-wrap.h, but
 * for which it would abort on Node 24.19 and later. Windows' compiler reads no CXXFLAGS; prebuilt files are there.
 * @returns {Record<string, string>} what to add to the environment of npm or node-gyp
 */
export function driverCompiler(flags = process.env.CXXFLAGS ?? '') {
  return { JOBS: 'max', CXXFLAGS: `${flags} -include "${HEADER}"`.trim() };
}
