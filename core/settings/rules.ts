import type { Rule as RuleRow } from '@/prisma/generated/client';
import { FaaslensError } from '../errors';
import type { Connection } from './connection';
import { newId } from './ids';
import { parseInput } from './inputs';
import { blindedBy, keyOfName, refersTo, unknownReference } from './rule-references';
import { type RuleDraft, ruleDefinitionSchema, ruleInputSchema } from './rule-schema';
import type { AlertSettings, Rule, RuleInput } from './settings';
import type { Sources } from './sources';

type RuleSettings = Pick<AlertSettings, 'createRule' | 'updateRule' | 'deleteRule' | 'getRule' | 'listRules'>;

/** Rules for a database that has none. */
export interface RuleStock {
  /**
   * Makes rules that name no channel and no other rule, all of them or none, whenever the process dies; listed in this order.
   * @throws FaaslensError `conflict` when there is a rule with the key of one of them
   */
  createRules(drafts: readonly RuleDraft[]): Promise<void>;
}

/**
 * A rule that is deleted, turned off or pointed elsewhere while it fires leaves its state behind: the alert loop finds
 * it and resolves the incident.
 */
export function createRuleSettings(
  connection: Connection,
  { now, random }: Sources,
): RuleSettings & RuleStock {
  const { prisma } = connection;

  async function getRule(id: string): Promise<Rule> {
    const row = await prisma.rule.findUnique({ where: { id } });
    if (row === null) throw new FaaslensError('not_found', `There is no rule ${id}`);
    return toRule(row);
  }

  async function listRules(): Promise<readonly Rule[]> {
    const rows = await prisma.rule.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
    return rows.map(toRule);
  }

  async function checkedInput(draft: RuleDraft, existing: Rule | null): Promise<RuleInput> {
    const input = parseInput(ruleInputSchema, draft);
    if (input.channelId !== null) {
      const channel = await prisma.channel.findUnique({ where: { id: input.channelId } });
      if (channel === null)
        throw new FaaslensError('invalid_input', `channelId: there is no channel ${input.channelId}`);
    }
    if (refersTo(input).length > 0) {
      const others = (await listRules()).filter((rule) => rule.id !== existing?.id);
      const problem = unknownReference({ ...input, key: existing?.key ?? input.key }, others);
      if (problem !== null) throw new FaaslensError('invalid_input', problem);
    }
    return input;
  }

  /** What other rules ask of a change. */
  async function checkUsers(
    { id, key, groupBy: before }: Rule,
    groupBy: Rule['groupBy'],
    changed: ReadonlySet<string>,
  ) {
    if (groupBy === before) return;
    const users = (await listRules()).filter(
      (rule) => rule.id !== id && !changed.has(rule.key) && refersTo(rule).includes(key),
    );
    const problem = blindedBy(groupBy, users);
    if (problem !== null) throw new FaaslensError('invalid_input', problem);
  }

  /** The key that was asked for, or the first free one that the name makes. */
  async function freeKey({ key, name }: RuleInput): Promise<string> {
    const rows = await prisma.rule.findMany({ select: { key: true } });
    const taken = new Set(rows.map((row) => row.key));
    if (key === null) return keyOfName(name, taken);
    if (taken.has(key)) throw new FaaslensError('conflict', `key: another rule has the key ${key}`);
    return key;
  }

  return {
    getRule,
    listRules,

    async createRule(draft) {
      const input = await checkedInput(draft, null);
      const row = await connection.change(async () => {
        const at = new Date(now());
        const key = await freeKey(input);
        const ids = { id: newId('rul', now(), random), key };
        return prisma.rule.create({ data: { ...toRow(input), ...ids, createdAt: at, updatedAt: at } });
      });
      return toRule(row);
    },

    async createRules(drafts) {
      const keys = new Set<string>();
      const newest = now();
      const data = drafts.map((draft, index) => {
        const input = parseInput(ruleInputSchema, draft);
        const key = input.key ?? keyOfName(input.name, keys);
        keys.add(key);
        // The list shows the newest first.
        const at = newest - index;
        const ids = { id: newId('rul', at, random), key };
        return { ...toRow(input), ...ids, createdAt: new Date(at), updatedAt: new Date(at) };
      });
      await connection.change(() => prisma.rule.createMany({ data }));
    },

    async updateRule(id, draft, { alsoChanged = [] } = {}) {
      const existing = await getRule(id);
      const input = await checkedInput(draft, existing);
      await checkUsers(existing, input.groupBy, new Set(alsoChanged));
      const { key } = existing;
      if (input.key !== null && input.key !== key)
        throw new FaaslensError('invalid_input', `key: stays ${key}; make a new rule for another key`);
      const row = await connection.change(() =>
        prisma.rule.update({ where: { id }, data: { ...toRow(input), updatedAt: new Date(now()) } }),
      );
      return toRule(row);
    },

    async deleteRule(id) {
      const { key } = await getRule(id);
      const user = (await listRules()).find((rule) => rule.id !== id && refersTo(rule).includes(key));
      if (user !== undefined) {
        throw new FaaslensError('conflict', `The rule "${user.name}" refers to this one: change it first`);
      }
      await connection.change(() => prisma.rule.deleteMany({ where: { id } }));
    },
  };
}

function toRow({ name, enabled, channelId, key: _, ...definition }: RuleInput) {
  return { name, enabled, channelId, definition: JSON.stringify(definition) };
}

function toRule(row: RuleRow): Rule {
  return {
    // Defaults fill in what an older version did not know.
    ...parseInput(ruleDefinitionSchema, JSON.parse(row.definition)),
    id: row.id,
    key: row.key,
    name: row.name,
    enabled: row.enabled,
    channelId: row.channelId,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
