import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { forgetTyped, keepTyped, ownTyped, typedInto } from '../../console/session/typed.js';

describe('what was typed and not sent', () => {
  beforeEach(() => {
    forgetTyped();
    ownTyped('per_tessa');
    keepTyped('new transfer', '7.25');
    keepTyped('freeze', 'a reason');
  });

  it('is there for whoever typed it', () => {
    ownTyped('per_tessa');
    expect(typedInto('new transfer', '')).toBe('7.25');
    expect(typedInto('another form', 'empty')).toBe('empty');
  });

  it('is nobody else’s, also once they have gone again', () => {
    ownTyped('per_tariq');
    expect(typedInto('new transfer', '')).toBe('');
    ownTyped('per_tessa');
    expect(typedInto('new transfer', '')).toBe('');
  });

  it('is gone with what was sent, and with all when somebody signs out', () => {
    forgetTyped('freeze');
    expect([typedInto('freeze', ''), typedInto('new transfer', '')]).toEqual(['', '7.25']);
    forgetTyped();
    expect(typedInto('new transfer', '')).toBe('');
  });

  it('is nothing that was entered from a ticket, nor a signature', () => {
    for (const form of ['transfer/masked', 'sign/paste-form']) {
      const source = readFileSync(new URL(`../../console/pages/${form}.tsx`, import.meta.url), 'utf8');
      expect(source).toContain('useState');
      expect(source).not.toMatch(/session\/(use-)?typed/);
    }
  });
});
