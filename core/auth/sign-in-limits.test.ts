import { beforeEach, describe, expect, it } from 'vitest';
import { createSignInLimits, type SignInLimits } from './sign-in-limits';

let clock = 0;
let limits: SignInLimits;
beforeEach(() => {
  clock = 1_000_000;
  limits = createSignInLimits(() => clock);
});

/** How many of `count` simultaneous attempts are let through. */
function tries(
  count: number,
  account: (index: number) => string,
  address: (index: number) => string,
): number {
  let through = 0;
  for (let index = 0; index < count; index += 1) {
    try {
      limits.enter(account(index), address(index));
      through += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'overloaded' });
    }
  }
  return through;
}

describe('wrong passwords', () => {
  it('for an account from an address are let through five times, then ever more seldom, for ever', () => {
    expect(
      tries(
        50,
        () => 'ada@example.org',
        () => '192.0.2.1',
      ),
    ).toBe(5);
    const waits: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const from = clock;
      while (
        tries(
          1,
          () => 'ADA@example.org',
          () => '192.0.2.1',
        ) === 0
      )
        clock += 500;
      waits.push(clock - from);
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(Math.max(...waits)).toBe(15 * 60_000);
  });

  it('for one account from many addresses, and for many accounts from one address, are slowed down too', () => {
    expect(
      tries(
        500,
        () => 'ada@example.org',
        (index) => `192.0.2.${index}`,
      ),
    ).toBe(50);
    expect(
      tries(
        500,
        (index) => `user${index}@example.org`,
        () => '198.51.100.1',
      ),
    ).toBe(30);
  });

  it('are counted for an IPv6 network, and for an address whatever port a proxy tells of it', () => {
    const from = (address: (index: number) => string) =>
      tries(500, (index) => `user${index}@example.org`, address);
    expect(from((index) => `2001:db8:1:2:${index.toString(16)}::7`)).toBe(30);
    expect(from((index) => `[2001:db8:1:3::${index.toString(16)}]:443`)).toBe(30);
    expect(from((index) => `198.51.100.1:${index}`)).toBe(30);
    expect(from((index) => `::ffff:198.51.100.${2 + (index % 2)}`)).toBe(60);
    limits.enter('ada@example.org', '198.51.100.4');
  });

  it('are not forgotten because others are refused meanwhile', () => {
    const guess = () =>
      tries(
        500,
        () => 'ada@example.org',
        (index) => `192.0.2.${index}`,
      );
    expect(guess()).toBe(50);
    const refused = (index: number) => `user${index}@example.org`;
    expect(tries(50_000, refused, () => '198.51.100.1')).toBe(30);
    expect(guess()).toBe(0);
  });

  it('of others hold nobody up where he signed in before, and anybody else for a minute', () => {
    limits.enter('ada@example.org', '203.0.113.9');
    limits.succeeded('ada@example.org', '203.0.113.9');
    const guess = () =>
      tries(
        60,
        () => 'ada@example.org',
        (index) => `192.0.2.${index}`,
      );
    for (let minute = 0; minute < 10; minute += 1) {
      guess();
      clock += 60_000;
      guess();
      limits.enter('Ada@example.org', '203.0.113.9');
      limits.succeeded('Ada@example.org', '203.0.113.9');
    }
    expect(() => limits.enter('ada@example.org', '198.51.100.7')).toThrow(/try again in [1-6]?\d s/);
    const wrong = tries(
      50,
      () => 'ada@example.org',
      () => '203.0.113.9',
    );
    expect(wrong).toBe(5);
  });

  it('are forgotten a quarter of an hour after the last wait, and by the right password', () => {
    tries(
      50,
      () => 'ada@example.org',
      () => '192.0.2.1',
    );
    clock += 16 * 60_000 + 1000;
    expect(
      tries(
        50,
        () => 'ada@example.org',
        () => '192.0.2.1',
      ),
    ).toBe(5);
    for (let count = 0; count < 100; count += 1) {
      limits.enter('bo@example.org', '203.0.113.9');
      limits.succeeded('bo@example.org', '203.0.113.9');
    }
  });
});
