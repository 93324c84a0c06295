import { DomainError, refusal } from '../../../domain/errors.js';
import { type NamedForm, namedForm } from '../../../domain/transfers/foreign/inspect-form.js';
import { parseChainAddress } from '../../../domain/values/chain-address.js';
import { linkForm } from './link-form.js';

/** Text that is neither bytes nor JSON, named where people pass it on; undefined if it is nothing known. */
export function textForm(text: string): NamedForm | undefined {
  if (/^(?:https?:\/\/)?[a-z0-9.-]*\bsafe\.global\//i.test(text) || /^https?:\/\//i.test(text)) {
    return linkForm(text);
  }
  if (/^multisig_0x/.test(text)) return linkForm(`?id=${text}`);
  if (/^safe:0x/i.test(text)) return addressForm(text.slice('safe:'.length));
  if (/^(?:eip155:[0-9]+|[a-z0-9_-]+):0x[0-9a-f]{40}$/i.test(text)) return addressForm(text);
  const named = KINDS.find(([form]) => form.test(text));
  if (named) return namedForm(refusal('BODY_SCHEMA', named[1]));
  const broken = BROKEN.find(([form]) => form.test(text));
  if (broken) return namedForm(refusal('BODY_NOT_JSON', broken[1]));
  // What begins like JSON is the reader's, who says where it breaks off.
  return /^["[{]/.test(text) ? undefined : namedForm(refusal('BODY_NOT_JSON', `${NEITHER}: ${BRING}`));
}

function addressForm(text: string): NamedForm {
  try {
    const { address, chainId } = parseChainAddress(text);
    const where = chainId === null ? '' : ` on chain ${String(chainId)}`;
    const reason = `this is an address, ${address}${where}, and not a transaction: ${BRING}`;
    return namedForm(refusal('BODY_SCHEMA', reason));
  } catch (error) {
    if (error instanceof DomainError) return namedForm(refusal(error.code, error.message));
    throw error;
  }
}

/** The forms in which a Safe transaction is best brought. */
export const WHAT_IS_READ =
  'the Safe transaction as JSON (GET /api/v1/multisig-transactions/<safeTxHash>/ of the Transaction Service), its typed data, or the calldata of execTransaction as 0x-hex';

const BRING = `bring ${WHAT_IS_READ}`;

const NEITHER = 'it is neither 0x-hex nor one JSON value';

type Kinds = readonly (readonly [form: RegExp, words: string])[];

const KINDS: Kinds = [
  [/^0X[0-9a-f]*$/i, 'the bytes begin with 0X: write 0x'],
  [/^[0-9a-f]{40}$/i, `this looks like an address without 0x, and not a transaction: ${BRING}`],
  [
    /^[0-9a-f]{64}$/i,
    `this looks like a bare hash without 0x: what was hashed cannot be seen from it; ${BRING}`,
  ],
  [/^(?:[0-9a-f]{2}){4,}$/i, 'these look like bytes without 0x: write 0x before them'],
  [
    /^ethereum:/i,
    `this is a payment link (EIP-681), which asks an account to pay and says nothing of a Safe: ${BRING}`,
  ],
  [
    /^wc:/i,
    'this is the code that pairs a wallet with an application (WalletConnect): it is a secret, and holds no transaction',
  ],
  [/^data:[a-z]+\//i, `this is a data: link: decode it, and ${BRING}`],
  [
    /^(?:\$ )?(?:curl|wget|http|cast|safe-cli)\s/,
    `this is a command, and is not run: what it sends or gets is what counts; ${BRING}`,
  ],
  [/^[{[]\s*[\u201c\u201d\u201e]/, 'its quotation marks are those of a text program: JSON has only "'],
  [/^[A-Za-z0-9+/]{64,}={0,2}$/, `this looks like base64: decode it, and ${BRING}`],
  [
    /\bMethodID:\s*0x/i,
    'this is a block explorer\'s decoded view: take "Input Data" as "Original", which is 0x-hex',
  ],
  [
    /^#?\s*Name\s+Type\s+Data\b/i,
    'this is a block explorer\'s decoded view: take "Input Data" as "Original", which is 0x-hex',
  ],
];

/** What was meant to be JSON, or is text of another kind. */
const BROKEN: Kinds = [
  [/^$/, `it is empty: ${BRING}`],
  [/^\{\s*'/, 'this is a dictionary of Python, not JSON: write it with json.dumps'],
  [
    /^[[{][\s\S]*(?:^|[\s,[{])(?:\/\/|\/\*)/m,
    'this is JSON with comments, which other readers read differently: leave the comments out',
  ],
  [/^(?:\/\/|\/\*|#)/, 'it begins with a comment: leave comments out, for JSON has none'],
  [/,\s*[}\]]/, 'this is no JSON, for a comma stands before a closing bracket: leave it out'],
  [
    /^\{\s*[A-Za-z_$][\w$]*\s*:/,
    'this is an object of JavaScript, not JSON: write it with JSON.stringify, large numbers as text',
  ],
  [
    /^[[{][^\n]*[\]}]\s*\n\s*[[{]/,
    'it holds several JSON values: bring one transaction, as a file of its own',
  ],
  [
    /^[^\n,;{}]*(?:[,;\t][^\n,;{}]*){2,}(?:\r?\n|$)/,
    `this is a table (CSV), and no Safe transaction: the bytes that are signed do not stand there; ${BRING}`,
  ],
  [/^(?:---\s*\n)?[A-Za-z_]+:\s/, `this is text with names and values, and no JSON: ${BRING}`],
];
