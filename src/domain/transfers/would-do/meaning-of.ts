import { type Hex, size, slice, toFunctionSelector } from 'viem';
import { knownLibrary } from '../../safes/known-libraries.js';
import { type Address, ZERO_ADDRESS } from '../../values/address.js';
import { readExecCalldata } from '../exec-calldata.js';
import { isMultiSend } from '../multisend.js';
import { CONTRACT_FUNCTIONS, NAMED_FUNCTIONS } from './contract-functions.js';
import type { Meaning, ReadableCall } from './effect.js';
import { type CallScene, type KnownFunction, caller, count, target, valueWords } from './known-function.js';
import { nameOf, nativeSum } from './names.js';
import { SAFE_FUNCTIONS, batchMeaning } from './safe-functions.js';
import { TOKEN_FUNCTIONS } from './token-functions.js';

const EXEC_SELECTOR = '0x6a761202';
const EXEC_SIGNATURE =
  'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)';
// More than a block of Ethereum has room for. Nothing is decoded beyond it.
const SIZE_MAX = 4_000_000;

const KNOWN: ReadonlyMap<string, KnownFunction> = new Map(
  [...TOKEN_FUNCTIONS, ...CONTRACT_FUNCTIONS, ...SAFE_FUNCTIONS].map((each) => [each.selector, each]),
);

const NAMED: ReadonlyMap<string, string> = new Map(
  NAMED_FUNCTIONS.map((each) => [toFunctionSelector(each), each]),
);

/** The function of a selector with its types, if it is known here: "approve(address,uint256)". */
export function functionSignature(selector: string): string | undefined {
  return selector === EXEC_SELECTOR
    ? EXEC_SIGNATURE
    : (KNOWN.get(selector)?.signature ?? NAMED.get(selector));
}

/** Its name alone. */
export function functionName(selector: string): string | undefined {
  return functionSignature(selector)?.split('(')[0];
}

export function signatureIn(data: Hex): string | undefined {
  return size(data) < 4 ? undefined : functionSignature(slice(data, 0, 4));
}

/** What a call means, as far as its bytes tell. */
export function meaningOf(call: ReadableCall, scene: CallScene): Meaning {
  switch (call.operation) {
    case 0:
      return plainMeaning(call, scene);
    case 1:
      return delegateMeaning(call, scene);
    default:
      return {
        action: 'nothing',
        words: `asks ${target(scene)} by the operation ${String(call.operation)}, which does not exist: a Safe refuses it`,
      };
  }
}

function plainMeaning(call: ReadableCall, scene: CallScene): Meaning {
  const { data, value } = call;
  if (data === '0x') return emptyMeaning(scene);
  const library = scene.to === null ? undefined : knownLibrary(scene.to);
  if (isMultiSend(data) && isReadable(data)) {
    const batch = batchLibrary(scene.to) ?? 'unknown';
    const whose = library ? ', which spends its own funds, not those of the Safe' : '';
    return batchMeaning(data, [`calls ${target(scene)}${valueWords(scene)} with`, whose], {
      account: scene.to,
      batch,
    });
  }
  const meaning = functionMeaning(data, scene);
  const isPaid = value !== 0n && meaning.action !== 'wrap';
  return isPaid ? { ...meaning, words: `${meaning.words}${alsoPays(scene)}` } : meaning;
}

function alsoPays(scene: CallScene): string {
  return `; it also moves ${nativeSum(scene.value, scene.names).words} to ${target(scene)}`;
}

function emptyMeaning(scene: CallScene): Meaning {
  const { to, value, account, names } = scene;
  if (value === 0n) {
    const isSelf = to !== null && to === (account ?? names.safe);
    const words = `calls ${target(scene)} without data: nothing moves${isSelf ? ', the nonce is used up' : ''}`;
    return { action: 'nothing', words };
  }
  const { words, amount, asset } = nativeSum(value, names);
  const lost = to === ZERO_ADDRESS ? ', where it is lost' : '';
  return {
    ...{ action: 'transfer' as const, words: `moves ${words} to ${target(scene)}${lost}`, amount, asset },
    ...(to !== null && { destination: to }),
  };
}

/** By its selector alone, whoever is called. */
function functionMeaning(data: Hex, scene: CallScene): Meaning {
  const bytes = count(size(data), 'byte');
  if (size(data) < 4) {
    return { action: 'call', words: `calls ${target(scene)} with ${bytes}, too few for a function` };
  }
  if (!isReadable(data)) {
    return { action: 'call', words: `calls ${target(scene)} with ${bytes}, more than a block has room for` };
  }
  const selector = slice(data, 0, 4);
  if (selector === EXEC_SELECTOR) return execMeaning(data, scene);
  const found = KNOWN.get(selector);
  if (!found) return unknownMeaning(data, scene);
  const read = found.read(data, scene);
  if (!read) {
    const words = `calls ${found.signature} at ${target(scene)} with ${bytes} that are not what this function takes; what it does is not known`;
    return { action: 'call', words };
  }
  const behind =
    read.behind === 0
      ? ''
      : `; ${count(read.behind, 'byte')} more stand behind, which the function does not read`;
  return { ...read.meaning, words: `${read.meaning.words}${behind}` };
}

function unknownMeaning(data: Hex, scene: CallScene): Meaning {
  const { to, names } = scene;
  const entry = to === null ? undefined : names.destinations?.find((each) => each.address === to);
  const reads = entry ? '; an account without code does not read them' : '';
  const named = NAMED.get(slice(data, 0, 4));
  const which = named ?? `the unknown function ${slice(data, 0, 4)}`;
  const what = named === undefined ? 'what it does is not known' : 'what it does is not read here';
  const words = `calls ${which} of ${target(scene)} with ${count(size(data), 'byte')}; ${what}${reads}`;
  return { action: 'call', words };
}

function execMeaning(data: Hex, scene: CallScene): Meaning {
  const read = readExecCalldata(data);
  if (!read) {
    const words = `executes a transaction of the Safe ${target(scene)} whose bytes cannot be read; what it does is not known`;
    return { action: 'call', words };
  }
  const which = scene.to !== null && scene.to === scene.names.safe ? '' : 'the Safe ';
  const behind =
    read.behind === 0
      ? ''
      : `; ${count(read.behind, 'byte')} more stand behind, which the Safe does not read`;
  return {
    action: 'execute',
    words: `executes a transaction of ${which}${target(scene)}, if its signatures suffice${behind}`,
    inside: { account: scene.to, calls: [read.transaction] },
  };
}

function delegateMeaning(call: ReadableCall, scene: CallScene): Meaning {
  const { data } = call;
  const library = scene.to === null ? undefined : knownLibrary(scene.to);
  const isBatch = isMultiSend(data) && isReadable(data);
  const batch = batchLibrary(scene.to);
  const { account } = scene;
  if (isBatch && batch) return batchMeaning(data, ['runs', ` by ${target(scene)}`], { account, batch });
  if (library && KNOWN.has(data.slice(0, 10))) return functionMeaning(data, scene);
  const code = `runs the code of ${target(scene)} with the storage and the funds of ${caller(scene)}: it can replace the Safe's code and owners, and take everything`;
  if (isBatch) {
    return batchMeaning(data, [`${code}; the data reads as`, ''], { account, batch: 'unknown' });
  }
  return { action: 'run-code', words: `${code}${seeming(data, scene)}` };
}

function batchLibrary(to: Address | null): 'MultiSend' | 'MultiSendCallOnly' | undefined {
  const kind = to === null ? undefined : knownLibrary(to)?.kind;
  return kind === 'MultiSend' || kind === 'MultiSendCallOnly' ? kind : undefined;
}

/** What delegated data looks like. In the theft from Bybit a token's transfer(address,uint256) replaced slot 0. */
function seeming(data: Hex, scene: CallScene): string {
  if (data === '0x') return '';
  const looks = functionMeaning(data, { ...scene, operation: 0, value: 0n });
  if (looks.action === 'transfer' && looks.destination) {
    const to = nameOf(looks.destination, scene.names);
    return `; the data reads as a token's transfer to ${to}, but no token is called: in this disguise the code of Bybit's Safe was replaced (February 2025)`;
  }
  if (looks.action === 'call')
    return `; it is given ${count(size(data), 'byte')} of data, ${data.slice(0, 10)} first`;
  return `; the data reads as if it ${looks.words}, but that code does what it likes`;
}

function isReadable(data: Hex): boolean {
  return size(data) <= SIZE_MAX;
}
