import { type Hex, size, slice, toFunctionSelector } from 'viem';
import { type Address, addressFromWord } from '../values/address.js';

/** A function that people should recognise, and its effect. */
interface KnownFunction {
  readonly name: string;
  readonly words: string;
  /** The index of the address argument that the refusal names, if there is one. */
  readonly subject: number | null;
}

// Functions that change who controls a Safe (THREATS 3.1).
const AUTHORITY: Readonly<Record<string, readonly [words: string, subject?: number]>> = {
  'setup(address[],uint256,address,bytes,address,address,uint256,address)': ['sets the Safe up anew'],
  'addOwnerWithThreshold(address,uint256)': ['adds an owner and sets the threshold', 0],
  'removeOwner(address,address,uint256)': ['removes an owner and sets the threshold', 1],
  'swapOwner(address,address,address)': ['replaces an owner by another', 2],
  'changeThreshold(uint256)': ['changes how many owners must sign'],
  'enableModule(address)': ['enables a module, which moves funds without any owner', 0],
  'disableModule(address,address)': ['disables a module', 1],
  'setGuard(address)': ['changes or removes the guard, the on-chain policy of the Safe', 0],
  'setModuleGuard(address)': ['changes or removes the guard over modules', 0],
  'setFallbackHandler(address)': ['changes the fallback handler: outsiders then call it as the Safe', 0],
  'changeMasterCopy(address)': ['replaces the code of the Safe (before 1.3.0)', 0],
  'approveHash(bytes32)': ['approves a hash, which counts as a signature without one'],
  'signMessage(bytes)': ['signs a message in the name of the Safe'],
  'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)': [
    'executes another Safe transaction',
    0,
  ],
  'execTransactionFromModule(address,uint256,bytes,uint8)': ['executes as a module', 0],
  'execTransactionFromModuleReturnData(address,uint256,bytes,uint8)': ['executes as a module', 0],
  'simulateAndRevert(address,bytes)': ['runs foreign code in the Safe and reverts', 0],
  'simulate(address,bytes)': ['runs foreign code in the Safe and reverts', 0],
  'multiSend(bytes)': ['runs a batch'],
  'migrateSingleton()': ['replaces the code of the Safe'],
  'migrateWithFallbackHandler()': ['replaces the code and the fallback handler of the Safe'],
  'migrateL2Singleton()': ['replaces the code of the Safe'],
  'migrateL2WithFallbackHandler()': ['replaces the code and the fallback handler of the Safe'],
  'migrateToL2(address)': ['replaces the code of the Safe', 0],
  'setupToL2(address)': ['replaces the code of the Safe', 0],
  'performCreate(uint256,bytes)': ['deploys a contract from the Safe'],
  'performCreate2(uint256,bytes,bytes32)': ['deploys a contract from the Safe'],
  'setSafeMethod(bytes4,bytes32)': ['lets outsiders call a new method of the Safe'],
  'setDomainVerifier(bytes32,address)': ['lets a contract sign for the Safe', 1],
  'setSupportedInterface(bytes4,bool)': ['changes what the Safe claims to be'],
  'addSupportedInterfaceBatch(bytes4,bytes32[])': ['lets outsiders call new methods of the Safe'],
};

// Functions that move tokens, or let others move them, by other means than transfer (THREATS 4.2), or take over
// contracts.
const ASSETS: Readonly<Record<string, readonly [words: string, subject?: number]>> = {
  'transfer(address,uint256)': ['transfers a token', 0],
  'approve(address,uint256)': ['lets another spend the token: a delayed transfer outside all limits', 0],
  'increaseAllowance(address,uint256)': ['lets another spend more of the token', 0],
  'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)': ['lets another spend the token', 1],
  'permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)': ['lets another spend the token', 1],
  'approve(address,address,uint160,uint48)': ['lets another spend the token through Permit2', 1],
  'transferFrom(address,address,uint256)': ['moves tokens of an account to another', 1],
  'safeTransferFrom(address,address,uint256)': ['moves a token of an account to another', 1],
  'move(address,address,uint256)': ['moves tokens of an account to another', 1],
  'push(address,uint256)': ['transfers a token', 0],
  'pull(address,uint256)': ['takes tokens of another account', 0],
  'send(address,uint256,bytes)': ['transfers a token and runs code of the recipient', 0],
  'authorizeOperator(address)': ['lets an operator move all of the token', 0],
  'transferAndCall(address,uint256)': ['transfers a token and runs code of the recipient', 0],
  'transferAndCall(address,uint256,bytes)': ['transfers a token and runs code of the recipient', 0],
  'approveAndCall(address,uint256,bytes)': ['lets another spend the token and runs its code', 0],
  'setApprovalForAll(address,bool)': ['lets an operator move all tokens of a collection', 0],
  'transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)': [
    'transfers a token by a signature given elsewhere',
    1,
  ],
  'deposit()': ['wraps native coin'],
  'withdraw(uint256)': ['unwraps native coin'],
  'setPreSignature(bytes,bool)': ['signs an exchange order in the name of the Safe'],
  'transferOwnership(address)': ['gives the ownership of a contract away', 0],
  'upgradeTo(address)': ['replaces the code behind a proxy', 0],
  'upgradeToAndCall(address,bytes)': ['replaces the code behind a proxy', 0],
  'changeAdmin(address)': ['gives the administration of a proxy away', 0],
  'grantRole(bytes32,address)': ['grants a role', 1],
};

const KNOWN: ReadonlyMap<string, KnownFunction> = new Map(
  Object.entries({ ...AUTHORITY, ...ASSETS }).map(([signature, [words, subject]]) => [
    toFunctionSelector(signature),
    { name: signature.slice(0, signature.indexOf('(')), words, subject: subject ?? null },
  ]),
);

/** The function that calldata calls, if its selector is known here. */
function knownFunction(data: Hex): KnownFunction | undefined {
  return size(data) < 4 ? undefined : KNOWN.get(slice(data, 0, 4));
}

/** The name of the function of a selector, if it is known here. */
export function functionNames(selector: Hex): string | undefined {
  return KNOWN.get(selector)?.name;
}

/** What calldata does, as far as its selector tells: "enables a module, … (enableModule, 0x…)". */
export function functionWords(data: Hex): string {
  if (size(data) < 4) return `holds ${String(size(data))} bytes, too few for a function`;
  const known = knownFunction(data);
  if (!known) return `calls the unknown function ${slice(data, 0, 4)}`;
  const subject = subjectOf(data, known);
  return `${known.words} (${subject === undefined ? known.name : `${known.name}, ${subject}`})`;
}

function subjectOf(data: Hex, { subject }: KnownFunction): Address | undefined {
  if (subject === null) return undefined;
  const start = 4 + 32 * subject;
  if (size(data) < start + 32) return undefined;
  const word = slice(data, start, start + 32);
  return /^0x0{24}/.test(word) ? addressFromWord(word) : undefined;
}
