import { frameOfLine } from './parse-stack';

/** One line of a stack: a frame of the user's own code, another frame, or other text. */
export interface StackLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly kind: 'own' | 'other' | 'text';
}

const MOST_LINES = 400;

/** The first 400 lines of a stack, each classified by whose code it is. Go's frames, which need two lines, count as text. */
export function stackLines(stack: string): readonly StackLine[] {
  return stack
    .split('\n')
    .slice(0, MOST_LINES)
    .map((line, index) => {
      const frame = frameOfLine(line);
      const kind = frame === null ? 'text' : frame.own ? 'own' : 'other';
      return { number: index + 1, text: line.replace(/\r$/, ''), kind };
    });
}
