import { z } from 'zod';

export type Control = 'text' | 'url' | 'secret' | 'number' | 'choice';

/** How a form shows one setting of a channel; its schema decides what is valid. */
export interface FieldFacts {
  readonly label: string;
  readonly help: string;
  readonly control: Control;
  /** Never returned again: a change that omits it keeps the stored value. */
  readonly secret: boolean;
  /** Determines where messages, and secrets with them, are sent: if it changes, stored secrets must be given again. */
  readonly place: boolean;
  readonly required: boolean;
  readonly placeholder: string;
  readonly choices: readonly string[];
  readonly initial: string | number;
}

/** A field and its name, as plain data for a form. */
export interface FormField extends FieldFacts {
  readonly name: string;
}

interface About {
  readonly label: string;
  readonly help: string;
  readonly placeholder?: string;
}

/** The required form of a line, with an example for error messages. */
interface Shape {
  readonly pattern?: RegExp;
  readonly example?: string;
}

/** Associates the schemas of settings with their form facts. */
const FACTS = z.registry<FieldFacts>();

const PLAIN = {
  secret: false,
  place: false,
  required: true,
  placeholder: '',
  choices: [],
  initial: '',
} as const;

/** An http or https address. Most are secrets: whoever knows a chat's webhook can post there. */
export function webAddress({
  secret,
  initial = '',
  ...about
}: About & { secret: boolean; initial?: string }) {
  return z
    .string({ error: notText })
    .trim()
    .max(2048, 'must have at most 2048 characters')
    .refine(isWebAddress, 'must be an http or https address without user and password')
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...about, control: 'url', place: true, secret, initial });
}

/** A non-empty line of text. */
export function line({
  most = 200,
  pattern,
  example,
  ...about
}: About & Shape & { most?: number; place?: boolean }) {
  return lineOf(most, { pattern, example })
    .min(1, 'must not be empty')
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...about, control: 'text' });
}

/** A line of text; empty when unused. */
export function optionalLine({ pattern, example, ...about }: About & Shape) {
  return lineOf(200, { pattern, example })
    .default('')
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...about, control: 'text', required: false });
}

/** A required password, token or key. */
export function secretLine({ pattern, example, ...about }: About & Shape) {
  return lineOf(2048, { pattern, example })
    .min(1, 'must not be empty')
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...about, control: 'secret', secret: true });
}

/** A password or token; empty when unused. */
export function optionalSecret(about: About) {
  return lineOf(2048, {})
    .default('')
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...about, control: 'secret', secret: true, required: false });
}

/** One of a few words; the first is the default unless stated. */
export function choice<const Words extends readonly [string, ...string[]]>(
  choices: Words,
  about: About & { initial?: Words[number] },
) {
  const { initial = choices[0], ...shown } = about;
  return z
    .enum(choices, { error: `must be one of ${choices.join(', ')}` })
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...shown, control: 'choice', choices, initial });
}

/** A whole number within limits. */
export function wholeNumber(about: About & { least: number; most: number; initial: number }) {
  const { least, most, initial, ...shown } = about;
  const error = `must be ${least} to ${most}`;
  return z
    .number({ error })
    .int('must be a whole number')
    .min(least, error)
    .max(most, error)
    .describe(about.help)
    .register(FACTS, { ...PLAIN, ...shown, control: 'number', initial });
}

/** The fields of a channel's settings in order, for a form. */
export function formFields(settings: z.ZodObject): readonly FormField[] {
  return Object.entries(settings.shape).map(([name, schema]) => {
    const facts = FACTS.get(schema);
    if (facts === undefined) throw new Error(`the setting ${name} was not made by a function of field.ts`);
    return { name, ...facts };
  });
}

function lineOf(most: number, { pattern, example }: { [Key in keyof Shape]: Shape[Key] | undefined }) {
  const plain = z
    .string({ error: notText })
    .trim()
    .max(most, `must have at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters');
  return pattern === undefined ? plain : plain.regex(pattern, `must look like ${example}`);
}

function notText({ input }: { readonly input?: unknown }): string {
  return input === undefined ? 'must be given' : 'must be text';
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
