/** Members that hold what somebody else has chosen. */
const CHOSEN = new Set([
  ...[
    'label',
    'safeLabel',
    'objectLabel',
    'name',
    'requesterName',
    'personName',
    'actorName',
    'proposerName',
  ],
  ...['symbol', 'reference', 'reason', 'why', 'words', 'sentence', 'note', 'title', 'summary', 'ticket'],
  ...['userAgent', 'networkAddress', 'group', 'rule', 'because', 'owner'],
  ...['sentences', 'groups', 'rules', 'remarks'],
]);

/** An answer in which every text that somebody has chosen is this one. */
export function poisoned(answer: unknown, text: string, key = ''): unknown {
  if (typeof answer === 'string') return CHOSEN.has(key) ? text : answer;
  if (Array.isArray(answer)) return answer.map((each: unknown) => poisoned(each, text, key));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, each]) => [name, poisoned(each, text, name)]));
}
