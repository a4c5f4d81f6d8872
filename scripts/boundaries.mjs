// Checks who imports whom (rules: boundaries.config.mjs). Fails also when it saw no modules: a checker that cannot
// read TypeScript would otherwise report success.

import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import rules from '../boundaries.config.mjs';

const FOLDERS = ['app', 'collector', 'core', 'cli', 'e2e', 'instrumentation/src'];
const LEAST_MODULES = 100;

/** @returns {Promise<{modules: number, violations: string[]}>} what the check saw and what it refuses */
export async function checkBoundaries(folders = FOLDERS, baseDir = process.cwd()) {
  const { output } = await cruise(
    folders,
    { ...rules.options, baseDir, validate: true, ruleSet: { forbidden: rules.forbidden } },
    {},
    { tsConfig: extractTSConfig(rules.options.tsConfig.fileName) },
  );
  const own = output.modules.filter(
    (module) => /\.tsx?$/.test(module.source) && !module.source.includes('node_modules'),
  );
  const comments = new Map(rules.forbidden.map((rule) => [rule.name, rule.comment]));
  const violations = output.summary.violations.map(
    ({ from, to, rule }) => `${from} -> ${to}\n    ${rule.name}: ${comments.get(rule.name)}`,
  );
  return { modules: own.length, violations };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, violations } = await checkBoundaries();
  for (const violation of violations) console.error(violation);
  if (modules < LEAST_MODULES) {
    console.error(
      `boundaries: only ${modules} modules seen, at least ${LEAST_MODULES} expected: the check cannot read the sources`,
    );
  }
  const failed = violations.length > 0 || modules < LEAST_MODULES;
  console.log(`boundaries: ${modules} modules, ${violations.length} violations`);
  process.exit(failed ? 1 : 0);
}
