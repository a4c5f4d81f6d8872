import { describe, expect, it } from 'vitest';
import { severityName, severityTone } from './severity';

describe('severityName', () => {
  it('names the level of every OpenTelemetry number', () => {
    expect([0, 1, 4, 5, 9, 12, 13, 17, 20, 21, 24].map(severityName)).toEqual([
      '',
      'trace',
      'trace',
      'debug',
      'info',
      'info',
      'warn',
      'error',
      'error',
      'fatal',
      'fatal',
    ]);
  });
});

describe('severityTone', () => {
  it('is loud from warn on', () => {
    expect([12, 13, 17].map(severityTone)).toEqual(['neutral', 'warn', 'bad']);
  });
});
