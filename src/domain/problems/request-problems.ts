import type { ProblemWords } from './problem-words.js';

const NOTHING_SENT = 'Nothing was sent and nothing was changed.';
const ONLY_LOGGED = `${NOTHING_SENT} If it was to change something, the audit log says that it was refused.`;

/** The request itself could not be read, or names no route. */
export const REQUEST_PROBLEMS = {
  BODY_SCHEMA: {
    meaning: 'The body is valid JSON, and not of the form that this route takes.',
    cause: 'A member is missing, is misspelt, has another type, or has a value that is not allowed.',
    money: ONLY_LOGGED,
    remedy:
      'The caller repairs the members that `errors` points to. It lists all faults, not only the first.',
  },
  BODY_DUPLICATE_KEY: {
    meaning: 'One object of the body has the same member twice.',
    cause: 'The body was written by hand or joined from parts. Two readers could take two different values.',
    money: ONLY_LOGGED,
    remedy: 'The caller sends each member once.',
  },
  BODY_TOO_LARGE: {
    meaning: 'The body is larger than 64 KiB.',
    cause: 'More is sent at once than one request holds.',
    money: ONLY_LOGGED,
    remedy: 'The caller sends less, or several requests.',
  },
  BODY_TOO_DEEP: {
    meaning: 'The body nests deeper than 16 levels.',
    cause: 'An object was wrapped into itself, or the body is meant for another service.',
    money: ONLY_LOGGED,
    remedy: 'The caller compares the body with `/docs`.',
  },
  BODY_NOT_JSON: {
    meaning: 'The body is not one JSON value in UTF-8.',
    cause:
      'It is cut off, has something behind its end, begins with a byte order mark, or is another format.',
    money: ONLY_LOGGED,
    remedy: 'The caller sends one JSON value (RFC 8259) in UTF-8.',
  },
  CONTENT_TYPE: {
    meaning: 'The body is not declared as JSON, or is compressed.',
    cause: 'The header Content-Type is missing or names something else, or Content-Encoding is set.',
    money: ONLY_LOGGED,
    remedy: 'The caller sends `Content-Type: application/json` and the body as it is.',
  },
  QUERY_SCHEMA: {
    meaning: 'The query has a member that this route does not take, or a value that is not allowed.',
    cause: 'A filter is misspelt, its value has another form, or it names nobody.',
    money: ONLY_LOGGED,
    remedy: 'The caller repairs the parameters that `errors` names.',
  },
  ADDRESS_FORMAT: {
    meaning: 'A text is not an Ethereum address with its checksum.',
    cause: 'A digit was changed or lost, or the address was written without its capital letters (EIP-55).',
    money: ONLY_LOGGED,
    remedy:
      'The caller copies the address from its source, whole. Sluice does not repair it: a wrong checksum may be a wrong address.',
  },
  AMOUNT_FORMAT: {
    meaning: 'A text is not an amount of this asset.',
    cause: 'It has separators, a sign, an exponent, leading zeros, or more decimals than the asset.',
    money: ONLY_LOGGED,
    remedy: 'The caller writes a plain decimal number such as "1500000.25". Sluice never rounds.',
  },
  AMOUNT_ZERO: {
    meaning: 'The amount is zero.',
    cause: 'Nothing was entered, or somebody wants to use up a nonce of the Safe.',
    money: 'Nothing was sent. A transfer of nothing only burns a nonce.',
    remedy: 'The requester asks for an amount above zero.',
  },
  TEXT_CONTROL_CHARS: {
    meaning: 'A text has characters that are not seen, or that turn the direction of reading.',
    cause:
      'The text was pasted from a page or document. Such characters can make people read something else.',
    money: ONLY_LOGGED,
    remedy: 'The caller types the text anew.',
  },
  LABEL_CONFUSABLE: {
    meaning: 'A label could be taken for another one.',
    cause: 'It has letters outside plain ASCII, or another entry already has a label that looks the same.',
    money: ONLY_LOGGED,
    remedy: 'The proposer chooses a label that nobody confuses with another.',
  },
  SIGNATURE_FORMAT: {
    meaning: 'What was sent as a signature has not the form of one.',
    cause:
      'It was cut off, is not written as 0x and hexadecimal digits, or is an incomplete passkey assertion.',
    money: 'Nothing was sent. Nothing counts as signed by it.',
    remedy: 'The signer sends what the wallet or the passkey gave, unchanged.',
  },
  ROUTE_NOT_FOUND: {
    meaning: 'There is nothing under this path.',
    cause: 'The path is misspelt, or what it names does not exist here.',
    money: NOTHING_SENT,
    remedy: 'The caller compares the path with `/docs`.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'The path is there, but not with this method.',
    cause: 'A GET was sent where a POST is meant, or the other way round.',
    money: NOTHING_SENT,
    remedy: 'The caller uses a method that the detail names.',
  },
} as const satisfies Record<string, ProblemWords>;
