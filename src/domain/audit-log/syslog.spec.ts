import { describe, expect, it } from '@jest/globals';
import { syslogText } from './syslog.js';

describe(syslogText.name, () => {
  const message = {
    ...{ at: '2026-11-22T08:30:00.123Z', severity: 5, host: 'gate.example/log', id: 'transfer.held' },
    ...{ parameters: { index: '41', odd: 'a"b\\c]d', none: null }, message: '{"a":1}' },
  };

  it('has the header, the structured data and the message of RFC 5424', () => {
    expect(syslogText(message)).toBe(
      '<109>1 2026-11-22T08:30:00.123Z gate.example/log sluice - transfer.held ' +
        '[sluice@32473 index="41" odd="a\\"b\\\\c\\]d"] {"a":1}',
    );
  });

  it('marks UTF-8, cuts what is too long for its field, and has a dash for what is not known', () => {
    const odd = { ...message, at: null, host: '', id: 'x y'.repeat(20), message: 'é' };
    expect(syslogText(odd)).toMatch(/^<109>1 - - sluice - (x_y){10}x_ \[.*\] \ufeffé$/);
  });
});
