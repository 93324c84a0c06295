import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';

export type SafeVersion = '1.3.0' | '1.4.1' | '1.5.0';

/** One released contract: its address and the hash of its runtime code (EIP-1052). */
interface Deployment {
  readonly version: SafeVersion;
  readonly address: string;
  readonly codeHash: string;
}

interface Singleton extends Deployment {
  /** The L2 variant also logs the fields of every transaction. */
  readonly l2: boolean;
}

// Source of the tables: @safe-global/safe-deployments 1.37.63, kinds canonical and eip155. The zkSync deployments are
// left out on purpose: their bytecode is for another machine.
const SINGLETONS: readonly Singleton[] = [
  {
    version: '1.3.0',
    l2: false,
    address: '0xd9Db270c1B5E3Bd161E8c8503c55cEABeE709552',
    codeHash: '0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e',
  },
  {
    version: '1.3.0',
    l2: false,
    address: '0x69f4D1788e39c87893C980c06EdF4b7f686e2938',
    codeHash: '0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e',
  },
  {
    version: '1.3.0',
    l2: true,
    address: '0x3E5c63644E683549055b9Be8653de26E0B4CD36E',
    codeHash: '0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f',
  },
  {
    version: '1.3.0',
    l2: true,
    address: '0xfb1bffC9d739B8D520DaF37dF666da4C687191EA',
    codeHash: '0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f',
  },
  {
    version: '1.4.1',
    l2: false,
    address: '0x41675C099F32341bf84BFc5382aF534df5C7461a',
    codeHash: '0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4',
  },
  {
    version: '1.4.1',
    l2: true,
    address: '0x29fcB43b46531BcA003ddC8FCB67FFE91900C762',
    codeHash: '0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff',
  },
  {
    version: '1.5.0',
    l2: false,
    address: '0xFf51A5898e281Db6DfC7855790607438dF2ca44b',
    codeHash: '0xdda019cbd7c867a533a2a86e5c53434fdc50b13122b5a5ddb4a8df61b31c20f2',
  },
  {
    version: '1.5.0',
    l2: true,
    address: '0xEdd160fEBBD92E350D4D398fb636302fccd67C7e',
    codeHash: '0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc',
  },
];

const COMPATIBILITY_HANDLERS: readonly Deployment[] = [
  {
    version: '1.3.0',
    address: '0xf48f2B2d2a534e402487b3ee7C18c33Aec0Fe5e4',
    codeHash: '0x03e69f7ce809e81687c69b19a7d7cca45b6d551ffdec73d9bb87178476de1abf',
  },
  {
    version: '1.3.0',
    address: '0x017062a1dE2FE6b99BE3d9d37841FeD19F573804',
    codeHash: '0x03e69f7ce809e81687c69b19a7d7cca45b6d551ffdec73d9bb87178476de1abf',
  },
  {
    version: '1.4.1',
    address: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
    codeHash: '0x7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9',
  },
  {
    version: '1.5.0',
    address: '0x3EfCBb83A4A7AfcB4F68D501E2c2203a38be77f4',
    codeHash: '0x3c6a85bcf7b563daa624b884b4e9a1b9fa5371edde7be945d998071a48f28bbc',
  },
];

// They only let the Safe receive tokens with callbacks: they sign nothing for it. safe-deployments lists the one of 1.5.0;
// the others are in the CHANGELOG of safe-smart-account, and 1.3.0's second address is that of the eip155 factory. All
// are where CREATE2 puts the bytecode that the Safe team published on npm.
const CALLBACK_HANDLERS: readonly Deployment[] = [
  // DefaultCallbackHandler
  {
    version: '1.3.0',
    address: '0x1AC114C2099aFAf5261731655Dc6c306bFcd4Dbd',
    codeHash: '0xd08bd0ead83eb9225146111b79803506ed4c9d20b74bf7e21b96072ecd9065b9',
  },
  {
    version: '1.3.0',
    address: '0x3d8E605B02032A941Cfe26897Ca94d77a5BC24b3',
    codeHash: '0xd08bd0ead83eb9225146111b79803506ed4c9d20b74bf7e21b96072ecd9065b9',
  },
  // TokenCallbackHandler
  {
    version: '1.4.1',
    address: '0xeDCF620325E82e3B9836eaaeFdc4283E99Dd7562',
    codeHash: '0x93f67c39f2279c920da8fc9c37a32de7c3b0ecfaafff75f9ac762cfb7367f2db',
  },
  {
    version: '1.5.0',
    address: '0x54e86d004d71a8D2112ec75FaCE57D730b0433F3',
    codeHash: '0xcbc723172700efa52cc33ee26c7fc7e284edc8097f9dc307857fe525fec98cd8',
  },
];

const PROXY_CODE_HASHES: readonly string[] = [
  // 1.3.0, 1.4.1, 1.5.0
  '0xb89c1b3bdf2cf8827818646bce9a8f6e372885f8c55e5c07acbd307cb133b000',
  '0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c',
  '0x4e381985ca68b3e5d27b4425fa581c19cf33146d3f887a3cfca96f55528ea46f',
];

// Source: safe-deployments, as above. Only a proxy created by one of these is certain to have run the released creation
// code. Other creation code can write storage and still leave the released runtime code behind.
const PROXY_FACTORIES: readonly Deployment[] = [
  {
    version: '1.3.0',
    address: '0xa6B71E26C5e0845f74c812102Ca7114b6a896AB2',
    codeHash: '0x337d7f54be11b6ed55fef7b667ea5488db53db8320a05d1146aa4bd169a39a9b',
  },
  {
    version: '1.3.0',
    address: '0xC22834581EbC8527d974F8a1c97E1bEA4EF910BC',
    codeHash: '0x337d7f54be11b6ed55fef7b667ea5488db53db8320a05d1146aa4bd169a39a9b',
  },
  {
    version: '1.4.1',
    address: '0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67',
    codeHash: '0x50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317',
  },
  {
    version: '1.5.0',
    address: '0x14F2982D601c9458F93bd70B218933A6f8165e7b',
    codeHash: '0x967dae4cda22b0c9ef7f31b010bdc1ceb0af9904b0c3dc060b5302e4c18a4529',
  },
];

const L2_SETUPS: readonly Deployment[] = [
  {
    version: '1.4.1',
    address: '0xBD89A1CE4DDe368FFAB0eC35506eEcE0b1fFdc54',
    codeHash: '0x2f25df28caf984366ee584e13241707e85dcd5a6ea0c14267928dafc1fd6274b',
  },
  {
    version: '1.5.0',
    address: '0x900C7589200010D6C6eCaaE5B06EBe653bc2D82a',
    codeHash: '0xf6034d841bcbff8912aa55526b0f1609212536aaf60bb16f5e8a269a4ab38f18',
  },
];

/**
 * The release that a Safe runs, by the address in slot 0 and the code hash there; undefined if unknown. `VERSION()` is
 * never asked, because a singleton can answer anything (THREATS E11).
 */
export function knownSingleton(
  address: Address,
  codeHash: Bytes32,
): { readonly version: SafeVersion; readonly l2: boolean } | undefined {
  const found = SINGLETONS.find((each) => each.address === address && each.codeHash === codeHash);
  return found && { version: found.version, l2: found.l2 };
}

/** Whether a fallback handler is a released compatibility handler, with the code that was released. */
export function isCompatibilityHandler(address: Address, codeHash: Bytes32): boolean {
  return isAmong(COMPATIBILITY_HANDLERS, address, codeHash);
}

/** Whether a fallback handler is a released callback handler, with the code that was released. */
export function isCallbackHandler(address: Address, codeHash: Bytes32): boolean {
  return isAmong(CALLBACK_HANDLERS, address, codeHash);
}

/** Whether an account is a released proxy factory, with the code that was released. */
export function isProxyFactory(address: Address, codeHash: Bytes32): boolean {
  return isAmong(PROXY_FACTORIES, address, codeHash);
}

/** Whether an account is a released SafeToL2Setup, the one library that `setup` may delegate to. */
export function isL2Setup(address: Address, codeHash: Bytes32): boolean {
  return isAmong(L2_SETUPS, address, codeHash);
}

/** Whether the account's own code is a released Safe proxy, which only delegates to slot 0. */
export function isSafeProxyCode(codeHash: Bytes32): boolean {
  return PROXY_CODE_HASHES.includes(codeHash);
}

/** Whether an address is that of a released singleton, handler, factory or setup library, whatever code is there. */
export function isReleasedContract(address: Address): boolean {
  const handlers = [...COMPATIBILITY_HANDLERS, ...CALLBACK_HANDLERS];
  const all = [...SINGLETONS, ...handlers, ...PROXY_FACTORIES, ...L2_SETUPS];
  return all.some((each) => each.address === address);
}

function isAmong(deployments: readonly Deployment[], address: Address, codeHash: Bytes32): boolean {
  return deployments.some((each) => each.address === address && each.codeHash === codeHash);
}
