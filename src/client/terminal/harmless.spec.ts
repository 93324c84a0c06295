import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { sayAnswer } from '../session/action.js';
import { processDesk } from './desk.js';

// A clearing of the screen, by ESC and by one C1 character; an override of direction; a joiner of no width; a tag.
const EVIL = 'Hot\u001b[2J\u009b2J\u202e\u200d\u{e0041}wallet';
const HARMFUL = /(?!\n)[\p{Cc}\p{Cf}]/u;

const write = process.stderr.write.bind(process.stderr);
let written: string;
beforeEach(() => {
  written = '';
  process.stderr.write = (text: string | Uint8Array) => {
    written += text.toString();
    return true;
  };
});
afterEach(() => {
  process.stderr.write = write;
});

describe('what a gateway has put into it', () => {
  it('controls no terminal by an answer in words or in JSON, which stays the same when it is read', () => {
    const desk = new FakeDesk();
    sayAnswer(desk, {}, { text: `${EVIL} is signed in\nat home`, json: null });
    sayAnswer(desk, { json: true }, { text: '', json: { name: EVIL } });
    expect(desk.said[0]).toMatch(/^Hot\\u\{1b\}\[2J.* is signed in\nat home$/);
    expect(desk.said.join('')).not.toMatch(HARMFUL);
    expect(JSON.parse(desk.said[1] ?? '')).toEqual({ name: EVIL });
  });

  it('controls none by what is told beside an answer', () => {
    processDesk({}).tell(`one\n${EVIL}`);
    expect(written).toMatch(/^one\nHot\\u\{1b\}/);
    expect(written).not.toMatch(HARMFUL);
  });

  it('controls none by a question', async () => {
    const asking = processDesk({}).ask(`Freeze ${EVIL}?`);
    process.stdin.emit('end');
    await expect(asking).rejects.toThrow('nothing was entered');
    expect(written).toContain('Freeze Hot\\u{1b}[2J');
  });
});
