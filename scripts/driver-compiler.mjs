import { fileURLToPath } from 'node:url';

const HEADER = fileURLToPath(new URL('object-wrap.h', import.meta.url));
/**
 * -O3, which the driver asks for, takes half as long again as -O2 and is no faster; and there is a warning that gcc looks
 * back through the nine megabytes of SQLite for, at each of its statements: 23 s of 25 without optimisation.
 */
const QUICK = '-O2 -Wno-misleading-indentation';

/**
 * How the SQLite driver is compiled where it has no prebuilt file: its files side by side, and with object-wrap.h, but
 * for which it would abort on Node 24.19 and later. Windows' compiler reads no CXXFLAGS; prebuilt files are there.
 * @param {string} [flags] more of them, for C and C++ alike; those of the environment unless told
 * @returns {Record<string, string>} what to add to the environment of npm or node-gyp
 */
export function driverCompiler(flags) {
  const { CFLAGS = '', CXXFLAGS = '' } = process.env;
  return {
    JOBS: 'max',
    CFLAGS: `${QUICK} ${flags ?? CFLAGS}`.trim(),
    CXXFLAGS: `-O2 ${flags ?? CXXFLAGS} -include "${HEADER}"`,
  };
}
