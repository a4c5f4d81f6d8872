import { expect, it } from 'vitest';
import { functionLabels } from './function-labels';

const at = (id: string, name: string, environment = '', region = '') => ({ id, name, environment, region });

it('calls functions by their names, and those that share one by where they run or, last, by their ids', () => {
  const labels = functionLabels([
    at('1', 'mail'),
    at('2', 'shop', 'production', 'eu-west-1'),
    at('3', 'shop', 'staging', 'eu-west-1'),
    at('3', 'shop', 'staging', 'eu-west-1'),
    at('4', 'shop'),
    at('5', 'cart', 'production', 'eu-west-1'),
    at('6', 'cart', 'production', 'eu-west-1'),
  ]);
  expect([...labels.values()]).toEqual([
    'mail',
    'shop (production, eu-west-1)',
    'shop (staging, eu-west-1)',
    'shop (4)',
    'cart (production, eu-west-1) 5',
    'cart (production, eu-west-1) 6',
  ]);
});
