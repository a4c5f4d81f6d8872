import type { Rule as RuleRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Sources } from './channels';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput, ruleInputSchema } from './inputs';
import type { AlertSettings, Rule, RuleInput, Severity } from './settings';

type RuleSettings = Pick<AlertSettings, 'createRule' | 'updateRule' | 'deleteRule' | 'getRule' | 'listRules'>;

/**
 * A rule that is deleted, turned off or pointed elsewhere while it fires leaves its state behind: the alert loop finds
 * it and resolves the incident.
 */
export function createRuleSettings(connection: Connection, { now, random }: Sources): RuleSettings {
  const { prisma } = connection;

  async function getRule(id: string): Promise<Rule> {
    const row = await prisma.rule.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no rule ${id}`);
    return toRule(row);
  }

  async function checkedInput(input: RuleInput): Promise<RuleInput> {
    const data = parseInput(ruleInputSchema, input);
    if (data.channelId === null) return data;
    const channel = await prisma.channel.findUnique({ where: { id: data.channelId } });
    if (channel !== null) return data;
    throw new FaaslensError('invalid_input', `channelId: there is no channel ${data.channelId}`);
  }

  return {
    getRule,

    async createRule(input) {
      const data = await checkedInput(input);
      const at = new Date(now());
      const row = await connection.change(() =>
        prisma.rule.create({
          data: { ...data, id: newId('rul', now(), random), createdAt: at, updatedAt: at },
        }),
      );
      return toRule(row);
    },

    async updateRule(id, input) {
      const data = await checkedInput(input);
      await getRule(id);
      const row = await connection.change(() =>
        prisma.rule.update({ where: { id }, data: { ...data, updatedAt: new Date(now()) } }),
      );
      return toRule(row);
    },

    async deleteRule(id) {
      const { count } = await connection.change(() => prisma.rule.deleteMany({ where: { id } }));
      if (count === 0) throw new FaaslensError('not_found', `There is no rule ${id}`);
    },

    async listRules() {
      const rows = await prisma.rule.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
      return rows.map(toRule);
    },
  };
}

export function toSeverity(text: string): Severity {
  return text === 'info' || text === 'critical' ? text : 'warning';
}

function toRule(row: RuleRow): Rule {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    kind: 'error_rate',
    functionId: row.functionId,
    environment: row.environment,
    windowMinutes: row.windowMinutes,
    threshold: row.threshold,
    recoveryThreshold: row.recoveryThreshold,
    minInvocations: row.minInvocations,
    severity: toSeverity(row.severity),
    channelId: row.channelId,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
