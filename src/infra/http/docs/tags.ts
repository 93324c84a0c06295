/** What the API is about, in the order of its description. Every operation has one of them. */
export const TAGS: Readonly<Record<string, string>> = {
  transfers: 'Requested, confirmed, signed by owners, executed, or cancelled.',
  exceptions: 'What compliance let pass one waivable rule.',
  decisions: 'What the policy said of transfers, with facts enough to compute it again.',
  policies: 'The rules in force, their versions, and what they would decide.',
  safes: 'The Safes that transfers leave, what is exposed on them, what was found.',
  freezes: 'What stops a Safe, or all of them.',
  destinations: 'The address book: where transfers may go.',
  assets: 'What transfers may move.',
  changes: 'Governed changes of everything that decides, and what they govern.',
  people: 'Who has rights, and how their keys are enrolled.',
  duties: 'Which people together could move funds.',
  sessions: 'Signing in and out.',
  'api-keys': 'Keys of services.',
  audit: 'The log of everything, its proofs, and exports of it.',
  health: 'Whether this process runs and can serve.',
};
