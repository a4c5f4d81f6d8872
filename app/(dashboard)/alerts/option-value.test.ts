import { expect, it } from 'vitest';
import { fromOption, toOption } from './option-value';

it.each([null, '', 'production', '=x', 'any'])('the choice %j survives being an option', (choice) => {
  expect(fromOption(toOption(choice))).toBe(choice);
});

it('"any" is a value that HTML carries unchanged, and no choice has it', () => {
  expect(toOption(null)).toMatch(/^[\x20-\x7e]*$/);
  expect(toOption('')).not.toBe(toOption(null));
});
