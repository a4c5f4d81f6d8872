import { expect, it } from 'vitest';
import { placeTip } from './place-tip';

const VIEW = { width: 390, height: 800 };
const TIP = { width: 200, height: 100 };
const at = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 20 });

it('stands under its figure, right edges aligned', () => {
  expect(placeTip(at(300, 100), TIP, VIEW)).toEqual({ left: 140, top: 120 });
});

it('stands above it at the bottom of the window', () => {
  expect(placeTip(at(300, 770), TIP, VIEW)).toEqual({ left: 140, top: 670 });
});

it('never leaves the window', () => {
  expect(placeTip(at(10, 100), TIP, VIEW).left).toBe(8);
  expect(placeTip(at(380, 100), TIP, VIEW).left).toBe(182);
  expect(placeTip(at(300, 50), { width: 200, height: 900 }, VIEW).top).toBe(8);
});
