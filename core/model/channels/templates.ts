import type { Notice } from './notice';

/** The names that templates may use, with their meaning. */
export const TEMPLATE_NAMES: Readonly<Record<string, string>> = {
  title: 'the default title',
  text: 'the default text',
  status: 'firing or resolved',
  'rule.name': 'the rule',
  'rule.severity': 'info, warning or critical',
  'function.name': 'the function',
  'labels.<name>': 'a label of the alert, as labels.environment',
  value: 'the figure that the rule watches',
  threshold: 'its limit',
  unit: 'of both',
  window: 'the time that the figure is of, as 5m; empty for figures of a day, a month or an instant',
  samples: 'invocations in that time',
  reason: 'why it fires or has ended',
  acknowledged_by: 'who has taken it on; empty before',
  starts_at: 'when it began',
  ends_at: 'when it ended',
  url: 'the page of Faaslens that shows it',
  incident_url: 'the page of the incident',
};

export const TEMPLATE_LENGTH = 4000;
const RESULT_LENGTH = 16_000;
const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

export interface Templates {
  /** Empty for the default. */
  readonly titleTemplate: string;
  readonly textTemplate: string;
}

/** Why a template is invalid, or null when it is valid. Templates have no logic, only names in double braces. */
export function templateProblem(template: string): string | null {
  if (template.length > TEMPLATE_LENGTH) return `must have at most ${TEMPLATE_LENGTH} characters`;
  const unknown = [...template.matchAll(PLACEHOLDER)].find(([, name = '']) => !isKnown(name));
  if (unknown !== undefined) {
    return `there is no ${unknown[0]}; there are ${Object.keys(TEMPLATE_NAMES).join(', ')}`;
  }
  const unmatched = /\{{3}|\}{3}/.test(template) || /\{{2}|\}{2}/.test(template.replace(PLACEHOLDER, ''));
  return unmatched ? 'has braces {{ or }} without their other half' : null;
}

/**
 * Replaces the default title and text with the channel's own.
 * @returns the notice to send, and any problem: with a template that is invalid, or empty for this alert, the default stays,
 *   because a badly worded alert is worth more than none
 */
export function applyTemplates(
  notice: Notice,
  { titleTemplate, textTemplate }: Templates,
): { readonly notice: Notice; readonly problem: string | null } {
  if (notice.state === 'test') return { notice, problem: null };
  const title = fill('title', titleTemplate, notice.title, notice);
  const text = fill('text', textTemplate, notice.text, notice);
  const problems = [title.problem, text.problem].filter((problem) => problem !== null);
  return {
    notice: { ...notice, title: title.result, text: text.result },
    problem: problems.length === 0 ? null : problems.join('; '),
  };
}

function fill(
  what: string,
  template: string,
  standard: string,
  notice: Notice,
): { readonly result: string; readonly problem: string | null } {
  if (template === '') return { result: standard, problem: null };
  const broken = templateProblem(template);
  const fallBack = (why: string) => ({
    result: standard,
    problem: `sent with the default ${what}: the template ${why}`,
  });
  if (broken !== null) return fallBack(broken);
  const result = template
    .replace(PLACEHOLDER, (_, name: string) => lookUp(name, notice))
    .slice(0, RESULT_LENGTH);
  return result.trim() === '' ? fallBack('says nothing about this alert') : { result, problem: null };
}

function isKnown(name: string): boolean {
  return /^labels\.[^{}]+$/.test(name) || (Object.hasOwn(TEMPLATE_NAMES, name) && !name.includes('<'));
}

/** A value of the alert as text; empty when this alert does not have it. */
function lookUp(name: string, { title, text, data }: Notice): string {
  if (name === 'title') return title;
  if (name === 'text') return text;
  const dot = name.indexOf('.');
  if (dot < 0) return asText(data[name]);
  const group = Object.hasOwn(data, name.slice(0, dot)) ? data[name.slice(0, dot)] : null;
  const key = name.slice(dot + 1);
  if (typeof group !== 'object' || group === null || !Object.hasOwn(group, key)) return '';
  return asText(Reflect.get(group, key));
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
