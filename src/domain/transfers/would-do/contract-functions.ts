import { addressFromHex } from '../../values/address.js';
import { parseHex } from '../../values/hex.js';
import type { Meaning } from './effect.js';
import { type CallScene, type KnownFunction, count, known, target, who } from './known-function.js';

/** Functions that take over contracts, or sign for an account by other means (THREATS 4.2). */
export const CONTRACT_FUNCTIONS: readonly KnownFunction[] = [
  known('upgradeTo', 'address code', ([code], scene) => replaces(scene, target(scene), code)),
  known('upgradeToAndCall', 'address code, bytes data', ([code, data], scene) =>
    replaces(scene, target(scene), code, ranWords(data)),
  ),
  known('upgrade', 'address proxy, address code', ([proxy, code], scene) =>
    replaces(scene, who(proxy, scene), code),
  ),
  known('upgradeAndCall', 'address proxy, address code, bytes data', ([proxy, code, data], scene) =>
    replaces(scene, who(proxy, scene), code, ranWords(data)),
  ),
  known('changeAdmin', 'address admin', ([admin], scene) =>
    hands(
      `makes ${who(admin, scene)} the administrator of the proxy ${target(scene)}: it can then replace its code`,
      admin,
    ),
  ),
  known('changeProxyAdmin', 'address proxy, address admin', ([proxy, admin], scene) =>
    hands(
      `makes ${who(admin, scene)} the administrator of the proxy ${who(proxy, scene)}: it can then replace its code`,
      admin,
    ),
  ),
  known('transferOwnership', 'address owner', ([owner], scene) =>
    hands(
      `gives the ownership of ${target(scene)} to ${who(owner, scene)}, with all that its owner may do`,
      owner,
    ),
  ),
  known('renounceOwnership', '', (_args, scene) => ({
    action: 'hand-over',
    words: `gives the ownership of ${target(scene)} up for ever`,
  })),
  known('acceptOwnership', '', (_args, scene) => ({
    action: 'hand-over',
    words: `takes the ownership of ${target(scene)} over`,
  })),
  known('grantRole', 'bytes32 role, address account', ([role, account], scene) =>
    hands(`gives ${who(account, scene)} the role ${role} at ${target(scene)}`, account),
  ),
  known('revokeRole', 'bytes32 role, address account', ([role, account], scene) =>
    hands(`takes the role ${role} at ${target(scene)} from ${who(account, scene)}`, account),
  ),
  ...['schedule', 'execute'].map((name) =>
    known(
      name,
      `address to, uint256 value, bytes data, bytes32 before, bytes32 salt${name === 'schedule' ? ', uint256 delay' : ''}`,
      ([to, value, data], scene): Meaning => ({
        action: 'execute',
        words: `has the timelock ${target(scene)} ${name === 'schedule' ? 'make a call later' : 'make a call that waited'}`,
        inside: {
          account: scene.to,
          calls: [{ ...{ to: addressFromHex(to), value }, data: parseHex(data), operation: 0 }],
        },
      }),
    ),
  ),
  known('setPreSignature', 'bytes order, bool signed', ([, signed], scene) => ({
    action: 'sign-message',
    words: `${signed ? 'signs' : 'takes back'} an order at the exchange ${target(scene)}: by it tokens are sold without a further signature`,
  })),
  known('multicall', 'bytes[] calls', ([calls], scene) => ({
    action: 'call',
    words: `makes ${count(calls.length, 'call')} within ${target(scene)} (multicall); what they do is not known`,
  })),
];

/** Functions of which people know the name, and whose arguments are not read here. */
export const NAMED_FUNCTIONS: readonly string[] = [
  'deposit(uint256)',
  'deposit(uint256,address)',
  'withdraw(uint256,address,address)',
  'redeem(uint256,address,address)',
  'supply(address,uint256,address,uint16)',
  'withdraw(address,uint256,address)',
  'submit(address)',
  'claim()',
  'pause()',
  'unpause()',
  'delegate(address)',
  'execute(bytes,bytes[],uint256)',
  'exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))',
  'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)',
  'swapExactETHForTokens(uint256,address[],address,uint256)',
  'swapExactTokensForETH(uint256,uint256,address[],address,uint256)',
  'createProxyWithNonce(address,bytes,uint256)',
  'execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)',
  'executeAllowanceTransfer(address,address,address,uint96,address,uint96,address,bytes)',
];

function ranWords(data: string): string {
  return data === '0x' ? '' : ', and runs it at once';
}

function replaces(scene: CallScene, proxy: string, code: string, ran = ''): Meaning {
  return {
    action: 'replace-code',
    words: `replaces the code behind the proxy ${proxy} by that at ${who(code, scene)}${ran}`,
    destination: addressFromHex(code),
  };
}

function hands(words: string, to: string): Meaning {
  return { action: 'hand-over', words, destination: addressFromHex(to) };
}
