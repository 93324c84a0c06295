import { describe, expect, it } from '@jest/globals';
import { isStoppedByFreeze } from './stopped-by-freeze.js';
import type { TransferEvent } from './transitions.js';

const STOPPED: Readonly<Record<TransferEvent['kind'], boolean>> = {
  queue: true,
  clear: true,
  confirm: true,
  relay: true,
  sign: true,
  submit: true,
  hold: false,
  'enter-lane': false,
  refuse: false,
  reject: false,
  revise: false,
  cancel: false,
  expire: false,
  execute: false,
  reorganise: false,
  settle: false,
  mismatch: false,
  supersede: false,
  // A frozen Safe must be able to burn a nonce.
  'begin-cancel': false,
  'clear-cancel': false,
  'reopen-cancel': false,
  'take-over-cancel': false,
  'confirm-cancel': false,
  'sign-cancel': false,
  'submit-cancel': false,
  resume: false,
  burn: false,
};

describe(isStoppedByFreeze.name, () => {
  it('is every step towards a payment, and no end and no observation', () => {
    for (const [event, isStopped] of Object.entries(STOPPED))
      expect([event, isStoppedByFreeze(event as TransferEvent['kind'])]).toEqual([event, isStopped]);
  });

  it('invariant 6: goes on with no event that it does not know', () => {
    expect(() => isStoppedByFreeze('override' as never)).toThrow('unreachable');
  });
});
