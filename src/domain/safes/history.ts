import { type Refusal, refusal } from '../errors.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import { isL2Setup, isProxyFactory, knownSingleton } from './known-deployments.js';
import type { SafeProfile } from './profile.js';
import type { PastEvent, Setup } from './safe-events.js';

/** An account with the EIP-1052 hash of its code. */
export interface CodeAccount {
  readonly address: Address;
  readonly codeHash: Bytes32;
}

/** A factory's event saying that it created the proxy. */
export interface Creation {
  readonly transactionHash: Bytes32;
  readonly factory: CodeAccount;
  readonly singleton: CodeAccount;
}

/** A past transaction in which the Safe executed, from its trace. */
export interface PastExecution {
  readonly transactionHash: Bytes32;
  /** The code that ran inside the Safe, with access to its storage. */
  readonly delegates: readonly Address[];
}

/** A Safe's whole past since the block of its creation, on which all providers agree. */
export interface SafeHistory {
  readonly creations: readonly Creation[];
  /** In chain order. */
  readonly events: readonly PastEvent[];
  /** The target of the delegatecall in `setup`, if there was one. */
  readonly initializer: CodeAccount | null;
  readonly executions: readonly PastExecution[];
  /**
   * Addresses that the Safe counts as owners although its list does not contain them. The mapping cannot be enumerated,
   * so only candidate addresses were checked.
   */
  readonly hiddenOwners: readonly Address[];
}

/**
 * Everything in a Safe's past that prevents onboarding, in words. Only fresh Safes pass: created by a released factory,
 * set up once as they are now, and since then used for plain executions only. That excludes every way to write a hidden
 * owner into storage (THREATS A10).
 */
export function historyRefusals(
  history: SafeHistory,
  profile: SafeProfile,
  nonce: bigint,
): readonly Refusal[] {
  return [
    ...creationFaults(history, profile),
    ...setupFaults(history, profile),
    ...executionFaults(history, profile, nonce),
    ...history.events
      .filter((event) => event.kind === 'tainting')
      .map(({ name }) => `its history has ${name}, which no fresh Safe has`),
    ...history.hiddenOwners.map((owner) => `${owner} counts as an owner, but is not in the list of owners`),
  ].map((reason) => refusal('SAFE_HISTORY_TAINTED', reason));
}

function creationFaults({ creations, events }: SafeHistory, profile: SafeProfile): readonly string[] {
  const released = creations.filter(({ factory }) => isProxyFactory(factory.address, factory.codeHash));
  const [creation] = released;
  if (!creation || released.length !== 1) return ['no released factory says that it made this proxy'];
  const { singleton, transactionHash } = creation;
  const faults: string[] = [];
  if (!knownSingleton(singleton.address, singleton.codeHash)) {
    faults.push(`it was created with the singleton ${singleton.address}, which is no released Safe`);
  }
  const changes = events.filter((event) => event.kind === 'singleton-changed');
  const atSetup = changes.every((each) => each.transactionHash === transactionHash);
  if (changes.length > 1 || !atSetup) faults.push('its singleton was changed after it was set up');
  const latest = changes[0]?.singleton ?? singleton.address;
  if (latest !== profile.singleton) {
    faults.push(`its history ends with the singleton ${latest}, but slot 0 names ${profile.singleton}`);
  }
  return faults;
}

function setupFaults(history: SafeHistory, profile: SafeProfile): readonly string[] {
  const setups = history.events.filter((event) => event.kind === 'setup');
  const [setup] = setups;
  if (!setup || setups.length !== 1) return [`it was set up ${String(setups.length)} times, not once`];
  const faults = initializerFaults(history, setup);
  if (!history.creations.some((each) => each.transactionHash === setup.transactionHash)) {
    faults.push('it was not set up in the transaction that created it');
  }
  if (setup.owners.join() !== profile.owners.join())
    faults.push('its owners are not those it was set up with');
  if (setup.threshold !== BigInt(profile.threshold)) {
    faults.push('its threshold is not the one it was set up with');
  }
  if (setup.fallbackHandler !== profile.fallbackHandler) {
    faults.push('its fallback handler is not the one it was set up with');
  }
  return faults;
}

function initializerFaults({ initializer, events }: SafeHistory, setup: Setup): string[] {
  if (setup.initializer === ZERO_ADDRESS) {
    const changed = events.some((event) => event.kind === 'singleton-changed');
    return changed ? ['its singleton was changed, though its setup ran no library'] : [];
  }
  const isReleased =
    initializer?.address === setup.initializer && isL2Setup(initializer.address, initializer.codeHash);
  return isReleased ? [] : [`its setup ran the code of ${setup.initializer} inside the Safe`];
}

function executionFaults(history: SafeHistory, profile: SafeProfile, nonce: bigint): readonly string[] {
  const executed = history.events.filter((event) => event.kind === 'executed');
  const faults: string[] = [];
  if (BigInt(executed.length) !== nonce) {
    const counts = `its nonce is ${String(nonce)}, but it logged ${String(executed.length)} executions`;
    faults.push(counts);
  }
  const traced = new Set(history.executions.map((each) => each.transactionHash));
  for (const { transactionHash } of executed) {
    if (!traced.has(transactionHash)) faults.push(`nobody looked into its execution in ${transactionHash}`);
  }
  for (const { transactionHash, delegates } of history.executions) {
    const foreign = delegates.filter((each) => each !== profile.singleton);
    faults.push(...foreign.map((each) => `it ran the code of ${each} in ${transactionHash}`));
  }
  return faults;
}
