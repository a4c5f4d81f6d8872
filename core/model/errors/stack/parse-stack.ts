import { readDotnetFrame } from './dotnet';
import type { Frame, ReadFrame } from './frame';
import { readGoFrames } from './go';
import { readJavaFrame } from './java';
import { readJavascriptFrame } from './javascript';
import { readPythonFrame } from './python';
import { readRubyFrame } from './ruby';

const MAX_LINES = 400;
const MAX_LINE_LENGTH = 300;

/** In this order, because a line of one language may also parse as one of a later language. */
const READERS: readonly ReadFrame[] = [readJavaFrame, readDotnetFrame, readJavascriptFrame, readRubyFrame];

/**
 * The frames of a stack in the formats of JavaScript, Python, Java, .NET, Ruby and Go, innermost first; empty when there are
 * none. Other lines are skipped, and in a chain of causes the outermost error comes first. Of a stack with more than 400
 * lines, the middle is skipped.
 */
export function parseStack(stack: string): readonly Frame[] {
  const lines = boundedLines(stack);
  const python = lines.flatMap((line) => readPythonFrame(line) ?? []);
  if (python.length > 0) return python.reverse();
  const others = lines.flatMap((line) => readAny(line) ?? []);
  return others.length > 0 ? others : readGoFrames(lines);
}

/** The frame that identifies an error: the innermost one of the user's own code; null if there is none. */
export function topOwnFrame(stack: string): Frame | null {
  return parseStack(stack).find((frame) => frame.own) ?? null;
}

/** The frame on one line, or null; also null for Go, whose frames need two lines. */
export function frameOfLine(line: string): Frame | null {
  const bounded = line.slice(0, MAX_LINE_LENGTH);
  return readPythonFrame(bounded) ?? readAny(bounded);
}

/** Whether one line is a frame; false for Go, whose frames need two lines. */
export function isFrameLine(line: string): boolean {
  return frameOfLine(line) !== null;
}

function readAny(line: string): Frame | null {
  for (const read of READERS) {
    const frame = read(line);
    if (frame !== null) return frame;
  }
  return null;
}

function boundedLines(stack: string): readonly string[] {
  const lines = stack.split('\n');
  const kept =
    lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES / 2), ...lines.slice(-MAX_LINES / 2)];
  return kept.map((line) => line.slice(0, MAX_LINE_LENGTH).replace(/\r$/, ''));
}
