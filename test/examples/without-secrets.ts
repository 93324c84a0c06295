/** 65 bytes, of which nobody can take them for a signature of anything. */
const SIGNATURE = `0x${'5f'.repeat(64)}1b`;
const SECRET = 'A'.repeat(43);

/** What must not be published even of a sandbox, because a reader would learn to publish it: by its form. */
const BY_FORM: readonly (readonly [RegExp, string])[] = [
  [/sli_[A-Za-z0-9_-]{43}/g, `sli_${SECRET}`],
  [/(slk_[0-9a-f-]{36})_[A-Za-z0-9_-]{43}/g, `$1_${SECRET}`],
  [/\b0x[0-9a-fA-F]{130}\b/g, SIGNATURE],
  // A call of a Safe's execTransaction ends with the owners' signatures.
  [/\b(0x)?6a761202[0-9a-f]{64,}/gi, '$16a761202'],
];
/** Members that hold bytes of a signature or of a challenge, in base64url. */
const OF_KEYS = new Set(['signature', 'challenge', 'clientDataJSON', 'authenticatorData']);
/** The same members in JSON that is told as text. */
const IN_TEXT = /"(signature|challenge|clientDataJSON|authenticatorData)":"[\w-]+"/g;
const NONCE = '5f'.repeat(16);
const NONCE_LINE = /^Nonce: .+$/m;

/** The value with placeholders of the same form for what opens, proves or signs something. */
export function withoutSecrets(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return textWithout(value, key);
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutSecrets(each, name)]));
}

function textWithout(text: string, key: string): string {
  if (OF_KEYS.has(key)) return text.startsWith('0x') ? SIGNATURE : SECRET;
  // Safes and blocks have nonces too, which are numbers.
  if (key === 'nonce' && !/^(0x[0-9a-f]*|[0-9]+)$/.test(text)) return NONCE;
  const clean = BY_FORM.reduce((rest, [form, instead]) => rest.replace(form, instead), text);
  return clean.replace(IN_TEXT, `"$1":"${SECRET}"`).replace(NONCE_LINE, `Nonce: ${NONCE}`);
}
