/** Which folder may import which; each ban names the right door. Run by scripts/boundaries.mjs. */
const ban = (name, from, to, comment, extra = {}) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.tsx?$', ...extra },
  to: { path: to },
});

const NODE_IO =
  '^(?:node:)?(?:fs|fs/promises|net|http|https|http2|dns|tls|child_process|worker_threads|dgram)$';

export default {
  forbidden: [
    ban(
      'core-knows-nobody',
      '^core/',
      '^(?:app|collector|cli|instrumentation|e2e|bench)/',
      'core is imported by the others and imports none of them: pass what it needs as an argument.',
    ),
    ban(
      'app-not-collector',
      '^app/',
      '^(?:collector|cli)/',
      'app and collector meet only in the database: put shared code into core.',
    ),
    ban(
      'collector-not-app',
      '^collector/',
      '^(?:app|cli)/',
      'app and collector meet only in the database: put shared code into core.',
    ),
    ban(
      'one-door-to-engines',
      '^(?:app|collector|cli|core/(?!store/))',
      '^core/store/(?:sqlite|clickhouse)/',
      'Only core/store/index.ts chooses an engine: use its openReader and openWriter.',
    ),
    ban(
      'engines-apart',
      '^core/store/sqlite/',
      '^core/store/clickhouse/',
      'Engines never import each other: share through core/model or core/store/store.ts.',
    ),
    ban(
      'engines-apart-back',
      '^core/store/clickhouse/',
      '^core/store/sqlite/',
      'Engines never import each other: share through core/model or core/store/store.ts.',
    ),
    ban(
      'engines-share-downwards',
      '^core/store/derive/',
      '^core/store/(?:sqlite|clickhouse)/',
      'What engines share knows none of them.',
    ),
    ban(
      'settings-not-store',
      '^core/settings/',
      '^core/store/',
      'Settings and telemetry are two modules: link them by id only.',
    ),
    ban(
      'settings-not-alerts',
      '^core/settings/',
      '^core/alerts/',
      'Alerts use settings: what both need of channels is in core/model/channels.',
    ),
    ban(
      'store-not-settings',
      '^core/store/',
      '^core/settings/',
      'Settings and telemetry are two modules: link them by id only.',
    ),
    ban(
      'store-knows-no-prices',
      '^core/store/',
      '^core/pricing/',
      'Prices are passed to openWriter as a function.',
    ),
    ban('pure-model', '^core/model/', '^core/(?!model/|errors)', 'core/model imports nothing but itself.'),
    ban(
      'pure-pricing',
      '^core/pricing/',
      '^core/(?!pricing/|model/|errors)',
      'core/pricing is pure: it may import core/model only.',
    ),
    ban(
      'pure-decoding',
      '^collector/(?:otlp|feeds)/',
      '^collector/(?!otlp|feeds)|^core/(?!model/|errors)',
      'Decoding is pure: it may import core/model only.',
    ),
    ban(
      'no-io-in-pure-code',
      '^(?:core/(?:model|pricing)|collector/(?:otlp|feeds))/',
      NODE_IO,
      'This folder does no I/O: take values, return values.',
    ),
    ban(
      'prisma-only-in-settings',
      '^(?!core/settings/|scripts/|prisma/generated/)',
      '^prisma/generated/|@prisma/',
      'Prisma Client is used by core/settings only; telemetry goes through the driver.',
    ),
    ban(
      'driver-only-in-database',
      '^(?!core/(?:database|store/sqlite|settings)/|e2e/|bench/|scripts/)',
      'better-sqlite3',
      'SQLite is opened by core/database and used by core/store/sqlite only.',
    ),
    ban(
      'screens-ask-queries',
      '^app/(?:\\(dashboard\\)|_components)/',
      '^core/(?!model/|errors|pricing/|settings/settings)',
      'Screens ask app/_queries; from core they may use core/model.',
    ),
    ban(
      'charts-in-one-place',
      '^app/(?!_components/charts/)',
      'node_modules/recharts',
      'Charts are drawn by app/_components/charts.',
    ),
    ban(
      'tremor-in-components',
      '^app/(?!_components/)',
      'node_modules/@tremor',
      'Tremor is wrapped by app/_components.',
    ),
    ban(
      'instrumentation-stands-alone',
      '^instrumentation/',
      '^(?:app|collector|core|cli|prisma|e2e|examples|scripts|bench)/',
      'The npm package imports no folder of this repository.',
    ),
    ban(
      'e2e-uses-processes',
      '^e2e/',
      '^(?:app|collector|core|cli|prisma|instrumentation|examples)/',
      'e2e talks to real processes: HTTP, the browser and the built package only.',
    ),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one concept or hide a third: split it out.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import cannot be resolved.',
      from: {},
      // chdb lies in a folder with a lockfile of its own, which its tests install.
      to: { couldNotResolve: true, pathNot: '^(?:server-only|chdb)$|\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|\\.next)/|^prisma/generated/internal' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
