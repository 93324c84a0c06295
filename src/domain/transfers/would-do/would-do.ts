import { type Hex, size } from 'viem';
import { ZERO_ADDRESS } from '../../values/address.js';
import { shown } from '../../values/shown.js';
import type { Effect, InnerCall, Inside, Meaning, ReadableCall } from './effect.js';
import { gasRefund } from './gas-refund.js';
import { type CallScene, caller, count } from './known-function.js';
import { meaningOf, signatureIn } from './meaning-of.js';
import { type Names, knownName, nativeSum } from './names.js';

const DEPTH_MAX = 8;
const BREADTH_MAX = 32;
/** Sentences in all. Each call of a batch gets an equal part, so that none crowds the others out. */
const SENTENCES_MAX = 300;

/**
 * What calls would do if the Safe made them: a sentence for each, those within them, and each gas refund. It only informs
 * people: no decision depends on it. It never throws, whatever the bytes are, and says what it leaves out.
 */
export function wouldDo(calls: readonly InnerCall[], names: Names): readonly Effect[] {
  return effectsIn({ account: names.safe, calls }, { within: [], most: SENTENCES_MAX, names });
}

/** Where effects stand, and how many there may be. */
interface Frame {
  readonly within: readonly number[];
  readonly most: number;
  readonly names: Names;
}

/** The same of one call in one line, to go on from "it". */
export function wouldDoWords(call: ReadableCall, names: Names): string {
  const [first, ...rest] = wouldDo([call], names);
  if (!first) return '';
  const inner = rest.map(({ place, sentence }) => `${place.replace(/^1\./, '')}) ${predicate(sentence)}`);
  return [predicate(first.sentence), ...(inner.length === 0 ? [] : [inner.join('; ')])].join(': ');
}

function effectsIn({ account, calls, batch }: Inside, frame: Frame): readonly Effect[] {
  const { within, names } = frame;
  const seen = calls.slice(0, Math.min(BREADTH_MAX, frame.most));
  const most = Math.floor((frame.most - seen.length) / Math.max(1, seen.length));
  const effects: Effect[] = [];
  let last = 0;
  const place = () => {
    last += 1;
    return [...within, last];
  };
  for (const call of seen) {
    const isAlone = within.length === 0 && calls.length === 1;
    const { value, operation } = call;
    const isZero = batch !== undefined && call.to === ZERO_ADDRESS && account !== null;
    const to = isZero ? account : call.to;
    const scene: CallScene = { to, value, operation, account, names, isAlone };
    const data = call.data.toLowerCase() as Hex; // case has no meaning in bytes
    const meaning = meaningOf({ ...call, to, data }, scene);
    const remarks = [
      isZero ? ZERO_IN_BATCH : '',
      batch === 'MultiSendCallOnly' && operation === 1 ? DELEGATED_IN_CALL_ONLY : '',
    ].join('');
    const here = place();
    effects.push(effectOf({ ...meaning, words: `${meaning.words}${remarks}` }, { call, place: here, names }));
    effects.push(...effectsWithin(meaning, { within: here, most, names }));
    const refund = gasRefund(call, caller(scene), names);
    if (refund) effects.push(effectOf(refund, { call: null, place: place(), names }));
  }
  const left = calls.length - seen.length;
  if (left > 0) effects.push(notShown(place(), `${count(left, 'more call')} not shown`));
  return effects;
}

function effectsWithin({ inside }: Meaning, frame: Frame): readonly Effect[] {
  if (!inside) return [];
  if (frame.most > 0 && frame.within.length < DEPTH_MAX) return effectsIn(inside, frame);
  return [notShown([...frame.within, 1], 'calls within that are not shown')];
}

const ZERO_IN_BATCH =
  '; it is addressed to 0x0, which MultiSend 1.5.0 takes for the Safe itself, and older ones do not';
const DELEGATED_IN_CALL_ONLY = '; MultiSendCallOnly refuses to, and with it the whole batch';

interface Placed {
  readonly call: InnerCall | null;
  readonly place: readonly number[];
  readonly names: Names;
}

function effectOf(meaning: Meaning, { call, place, names }: Placed): Effect {
  const { action, words, amount, isUnlimited, asset, spender, destination } = meaning;
  return {
    ...{
      place: place.join('.'),
      action,
      sentence: sentenceOf(words),
      to: call?.to ?? null,
      operation: call?.operation ?? null,
    },
    value: call && call.value !== 0n ? nativeSum(call.value, names).amount : null,
    function: call && size(call.data) >= 4 ? (signatureIn(call.data) ?? null) : null,
    ...{ amount: amount ?? null, isUnlimited: isUnlimited ?? false, asset: asset ?? null },
    ...{ spender: spender ?? null, spenderName: spender ? knownName(spender, names) : null },
    ...{
      destination: destination ?? null,
      destinationName: destination ? knownName(destination, names) : null,
    },
  };
}

function notShown(place: readonly number[], words: string): Effect {
  return effectOf({ action: 'not-shown', words }, { call: null, place, names: NOBODY });
}

const NOBODY: Names = { safe: null, assets: [] };

function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${shown(words.slice(1))}.`;
}

function predicate(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1, -1)}`;
}
