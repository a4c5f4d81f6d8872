import { type ParseArgsConfig, parseArgs } from 'node:util';
import { FaaslensError } from '@/core/errors';

/**
 * The options and the other words of a verb.
 * @throws FaaslensError `invalid_input` with the fault and the usage.
 */
export function readWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    // Behind its first sentence Node explains how to pass words that look like options, which no verb takes.
    const [fault = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new FaaslensError('invalid_input', `${fault}\n${usage}`, { cause });
  }
}

/**
 * The one word that a verb takes.
 * @throws FaaslensError `invalid_input` with the usage when there is none, or more than one.
 */
export function onlyWord(words: readonly string[], usage: string): string {
  const [word, ...others] = words;
  if (word === undefined || word === '' || others.length > 0) throw new FaaslensError('invalid_input', usage);
  return word;
}

/**
 * A number among the options.
 * @throws FaaslensError `invalid_input` unless it is a whole number from `least` to `most`.
 */
export function countOption(name: string, text: string, most: number, least = 1): number {
  const count = /^\d+$/.test(text) ? Number(text) : -1;
  if (count < least || count > most) {
    throw new FaaslensError(
      'invalid_input',
      `--${name} ${text}: give a whole number from ${least} to ${most}`,
    );
  }
  return count;
}
