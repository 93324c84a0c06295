import { ZERO_ADDRESS, addressFromHex } from '../../values/address.js';
import { parseHex } from '../../values/hex.js';
import { parseMultiSend, wholeRecords } from '../multisend.js';
import type { Inside, Meaning } from './effect.js';
import { type CallScene, type KnownFunction, caller, count, known, target, who } from './known-function.js';
import { nativeSum, tokenSum } from './names.js';

/** Functions that change who controls a Safe, or act for it (THREATS 3.1). */
export const SAFE_FUNCTIONS: readonly KnownFunction[] = [
  known('addOwnerWithThreshold', 'address owner, uint256 threshold', ([owner, threshold], scene) =>
    manages(`adds ${who(owner, scene)} as an owner of ${obeying(scene)}; ${then(scene, threshold, 1)}`),
  ),
  known('removeOwner', 'address before, address owner, uint256 threshold', ([, owner, threshold], scene) =>
    manages(
      `removes ${person(owner, scene)} from the owners of ${obeying(scene)}; ${then(scene, threshold, -1)}`,
    ),
  ),
  known('swapOwner', 'address before, address owner, address by', ([, owner, by], scene) =>
    manages(`replaces the owner ${person(owner, scene)} of ${obeying(scene)} by ${who(by, scene)}`),
  ),
  known('changeThreshold', 'uint256 threshold', ([threshold], scene) =>
    manages(`changes how many owners of ${obeying(scene)} must sign; ${then(scene, threshold, 0)}`),
  ),
  known('enableModule', 'address module', ([module], scene) =>
    manages(
      `makes ${who(module, scene)} a module of ${obeying(scene)}: from then on it moves everything there without any owner's signature`,
    ),
  ),
  known('disableModule', 'address before, address module', ([, module], scene) =>
    manages(`takes ${who(module, scene)} from the modules of ${obeying(scene)}`),
  ),
  known('setGuard', 'address guard', ([guard], scene) => manages(guards(scene, guard, 'the guard'))),
  known('setModuleGuard', 'address guard', ([guard], scene) =>
    manages(guards(scene, guard, 'the guard over modules')),
  ),
  known('setFallbackHandler', 'address handler', ([handler], scene) =>
    manages(
      handler === ZERO_ADDRESS
        ? `takes the fallback handler from ${obeying(scene)}: it answers no calls beside its own any more`
        : `makes ${who(handler, scene)} the fallback handler of ${obeying(scene)}: it then answers outsiders in the Safe's name, also whether the Safe has signed something`,
    ),
  ),
  known(
    'setup',
    'address[] owners, uint256 threshold, address to, bytes data, address handler, address paymentToken, uint256 payment, address paymentReceiver',
    ([owners, threshold, to, , , paymentToken, payment, receiver], scene) => {
      const shown = owners.slice(0, OWNERS_SHOWN).map((owner) => who(owner, scene));
      const more = owners.length - shown.length;
      const all = [...shown, ...(more > 0 ? [`${String(more)} more`] : [])].join(', ') || 'nobody';
      const code =
        to === ZERO_ADDRESS ? '' : `; it runs the code of ${who(to, scene)} with that Safe's storage`;
      const sum =
        paymentToken === ZERO_ADDRESS
          ? nativeSum(payment, scene.names)
          : tokenSum(payment, addressFromHex(paymentToken), scene.names);
      const receiverWords = receiver === ZERO_ADDRESS ? 'whoever sends it' : who(receiver, scene);
      const pays = payment === 0n ? '' : `; it pays ${sum.words} to ${receiverWords}`;
      const words = `sets up ${target(scene)} as a Safe with the owners ${all}, of whom ${threshold.toString()} must sign${code}${pays}`;
      return { action: 'safe-management', words };
    },
  ),
  known('changeMasterCopy', 'address code', ([code], scene) => ({
    action: 'replace-code',
    words: `replaces the code of ${obeying(scene)} by that at ${who(code, scene)}, which Safes before 1.3.0 obey`,
    destination: addressFromHex(code),
  })),
  known('approveHash', 'bytes32 hash', ([hash], scene) => ({
    action: 'approve-hash',
    words: `approves the hash ${hash} at ${target(scene)}: that counts there as a signature of ${caller(scene)}`,
  })),
  known('signMessage', 'bytes message', ([message], scene) => ({
    action: 'sign-message',
    words: `signs a message of ${bytesOf(message)} in the name of ${caller(scene)}: whoever asks this account by ERC-1271, such as an exchange or Permit2, then acts on it`,
  })),
  known('multiSend', 'bytes transactions', (_args, scene) => ({
    action: 'batch',
    words: `calls a batch at ${target(scene)}`,
  })),
  ...['execTransactionFromModule', 'execTransactionFromModuleReturnData'].map((name) =>
    known(
      name,
      'address to, uint256 value, bytes data, uint8 operation',
      ([to, value, data, operation], scene): Meaning => ({
        action: 'execute',
        words: `has ${target(scene)} make a call without its owners' signatures, as its module may`,
        inside: {
          account: scene.to,
          calls: [{ to: addressFromHex(to), value, data: parseHex(data), operation }],
        },
      }),
    ),
  ),
  ...['simulateAndRevert', 'simulate'].map((name) =>
    known(name, 'address code, bytes data', ([code], scene) => ({
      action: 'run-code',
      words: `runs the code of ${who(code, scene)} with the storage of ${target(scene)} and then takes everything back`,
    })),
  ),
  ...Object.entries({
    migrateSingleton: 'its code',
    migrateL2Singleton: 'its code',
    migrateWithFallbackHandler: 'its code and fallback handler',
    migrateL2WithFallbackHandler: 'its code and fallback handler',
  }).map(([name, what]) =>
    known(name, '', (_args, scene) => ({
      action: 'replace-code',
      words: `moves ${runner(scene)} to another release: it replaces ${what}`,
    })),
  ),
  ...['migrateToL2', 'setupToL2'].map((name) =>
    known(name, 'address code', ([code], scene) => ({
      action: 'replace-code',
      words: `replaces the code of ${runner(scene)} by that at ${who(code, scene)}`,
      destination: addressFromHex(code),
    })),
  ),
  known('performCreate', 'uint256 value, bytes code', ([value, code], scene) => deploys(scene, value, code)),
  known('performCreate2', 'uint256 value, bytes code, bytes32 salt', ([value, code], scene) =>
    deploys(scene, value, code),
  ),
  known('setSafeMethod', 'bytes4 selector, bytes32 method', ([selector, method], scene) =>
    manages(`lets outsiders call the function ${selector} of ${target(scene)}, answered by ${method}`),
  ),
  known('setDomainVerifier', 'bytes32 domain, address verifier', ([domain, verifier], scene) =>
    manages(`lets ${who(verifier, scene)} sign in the name of ${caller(scene)} for the domain ${domain}`),
  ),
  known('setSupportedInterface', 'bytes4 id, bool supported', ([id], scene) =>
    manages(`changes what ${target(scene)} claims to be (interface ${id})`),
  ),
  known('addSupportedInterfaceBatch', 'bytes4 id, bytes32[] methods', ([, methods], scene) =>
    manages(`lets outsiders call ${count(methods.length, 'new function')} of ${target(scene)}`),
  ),
];

const OWNERS_SHOWN = 8;

function manages(words: string): Meaning {
  return { action: 'safe-management', words };
}

/** A Safe obeys such calls from itself alone. Whatever else is called gets asked, and does as it is built. */
function obeying(scene: CallScene): string {
  const { to, account, names } = scene;
  const isSelf = to !== null && (to === account || (account === null && to === names.safe));
  if (isSelf) return to === names.safe ? 'this Safe' : target(scene);
  return to === null ? 'the Safe that is called' : `${target(scene)} (a Safe obeys this from itself alone)`;
}

/** Whose storage code runs with. */
function runner(scene: CallScene): string {
  return scene.operation === 1 ? caller(scene) : target(scene);
}

/** Where it is said already that it is an owner. */
function person(address: string, { names }: CallScene): string {
  const name = names.names?.get(addressFromHex(address));
  return name === undefined ? address : `${name} (${address})`;
}

function then({ to, names, isAlone }: CallScene, threshold: bigint, change: number): string {
  const { safe, owners } = names;
  const before = names.threshold ?? null;
  const isKnown = isAlone && to !== null && to === safe && owners !== null && owners !== undefined;
  const of = isKnown ? ` of ${String(owners.length + change)}` : threshold === 1n ? ' owner' : ' owners';
  const was = isKnown && before !== null ? ` (now ${String(before)} of ${String(owners.length)})` : '';
  return `then ${threshold.toString()}${of} must sign${was}`;
}

function guards(scene: CallScene, guard: string, what: string): string {
  if (guard === ZERO_ADDRESS) return `takes ${what} from ${obeying(scene)}: the rules that it enforced end`;
  return `makes ${who(guard, scene)} ${what} of ${obeying(scene)}: it then says what may be executed, and can refuse everything`;
}

function deploys(scene: CallScene, value: bigint, code: string): Meaning {
  const coin = value === 0n ? '' : `, and gives it ${nativeSum(value, scene.names).words}`;
  return {
    action: 'deploy',
    words: `deploys a new contract from ${bytesOf(code)} of code as ${runner(scene)}${coin}`,
  };
}

function bytesOf(bytes: string): string {
  return count((bytes.length - 2) / 2, 'byte');
}

/** A batch as MultiSend runs it; or why its bytes have no one meaning. */
export function batchMeaning(
  data: `0x${string}`,
  how: readonly [before: string, behind: string],
  runner: Pick<Inside, 'account'> & Required<Pick<Inside, 'batch'>>,
): Meaning {
  const [before, behind] = how;
  const records = parseMultiSend(data);
  if ('code' in records) {
    const whole = wholeRecords(data);
    const words = `${before} a batch${behind}; its bytes have no one meaning: ${records.reason}`;
    if (whole.length === 0) return { action: 'batch', words };
    const which = `; whole in it ${whole.length === 1 ? 'is' : 'are'} ${count(whole.length, 'call')}`;
    return { action: 'batch', words: `${words}${which}`, inside: { ...runner, calls: whole } };
  }
  if (records.length === 0)
    return { action: 'batch', words: `${before} an empty batch${behind}: nothing moves` };
  return {
    action: 'batch',
    words: `${before} a batch of ${count(records.length, 'call')}${behind}`,
    inside: { ...runner, calls: records },
  };
}
