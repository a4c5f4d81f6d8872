import { expect, it } from 'vitest';
import { decodeTraces } from './decode';
import { checkShape } from './json-shape';
import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits';

const MIB = 1024 * 1024;
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

it('refuses nesting without end before the parser sees it', () => {
  expect(() => decodeTraces(Buffer.alloc(64 * MIB, '['), 'json', 5n)).toThrowError(
    refused('invalid_input', /nested deeper/),
  );
});

it('refuses more values than memory allows for, before the parser sees them', () => {
  const many = Buffer.alloc(3 * MAX_JSON_VALUES, '{},');
  expect(() => decodeTraces(many, 'json', 5n)).toThrowError(refused('too_large', /smaller batches/));
});

it('counts nothing inside of strings, whatever is in them', () => {
  const text = JSON.stringify(`"[{,\\`.repeat(MAX_JSON_DEPTH));
  expect(() => checkShape(Buffer.from(`{"a":${text}}`))).not.toThrow();
  expect(() => checkShape(Buffer.from(`{"a":${text}}${'['.repeat(MAX_JSON_DEPTH + 1)}`))).toThrow();
  expect(() => checkShape(Buffer.from(`"${'\\"['.repeat(MIB)}`))).not.toThrow();
});

it('leaves bodies to the parser that are as deep and full as memory allows', () => {
  const deep = '['.repeat(MAX_JSON_DEPTH) + ']'.repeat(MAX_JSON_DEPTH);
  expect(() => checkShape(Buffer.from(deep + ' '.repeat(MIB)))).not.toThrow();
  expect(() => checkShape(Buffer.from(`[${'0,'.repeat(MAX_JSON_VALUES - 1)}0]`))).not.toThrow();
});
