import type { Frame } from './frame';

const NOT_OWN = /\/gems\/|\/ruby\/\d|^<internal:|^\/var\/(?:runtime|lang)\/|^\/opt\/ruby\//;

/** A line of a Ruby backtrace: `app.rb:12:in 'Orders#load'`, with or without `from` before it. */
export function readRubyFrame(line: string): Frame | null {
  const match = /^\s*(?:from )?((?:[A-Za-z]:)?[^:\s][^:]*):\d+:in [`']([^'`]+)'/.exec(line);
  if (!match) return null;
  const [, file = '', name = ''] = match;
  return {
    function: name
      .replace(/^(?:(?:block|rescue|ensure)(?: \(\d+ levels?\))? in )+/, '')
      .replace(/^<.*>$/, ''),
    file,
    own: !NOT_OWN.test(file),
  };
}
