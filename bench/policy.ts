import { decide } from '../src/domain/policies/decide.js';
import { benchLimits } from './limits.js';
import { type Comparison, medians } from './table.js';
import { type Peer, SAME_RULES, casbinPeer, cedarPeer, jsonRulesPeer } from './policy-peers.js';
import { DOCUMENT, QUESTION, bookOf, destinationId, factsOf } from './policy-world.js';

// Warm-up rounds give V8 time to optimise every engine, as it has in a running gateway.
const ROUNDS = { warmUp: 100, measured: 100 };
const BOOK_ROUNDS = { warmUp: 50, measured: 200 };

/** Decisions per measurement: one alone is shorter than the clock's resolution. */
const AT_ONCE = 200;

/** The cost of a decision, compared with other policy engines by the same rules, and of limits over time. */
export async function benchPolicy(): Promise<readonly Comparison[]> {
  return [...(await besidePeers()), ...(await byBook()), ...(await benchLimits())];
}

async function besidePeers(): Promise<readonly Comparison[]> {
  const [cedar, jsonRules] = [cedarPeer(SAME_RULES), jsonRulesPeer(SAME_RULES)];
  const casbin = await casbinPeer(SAME_RULES);
  const book = bookOf(1_000);
  const questions = Array.from({ length: AT_ONCE }, (_, at) => factsOf(book, destinationId(at)));
  const amount = BigInt(QUESTION.amount);
  for (const peer of [cedar, jsonRules, casbin]) await requireSense(peer);
  const asked = (peer: Peer) => async () => {
    for (let count = 0; count < AT_ONCE; count += 1) await peer.allows(amount);
  };
  const times = await medians(
    {
      own: () => {
        questions.forEach(permit);
      },
      cedar: asked(cedar),
      jsonRules: asked(jsonRules),
      casbin: asked(casbin),
    },
    ROUNDS,
  );
  const name = `${String(AT_ONCE)} decisions with every reason`;
  const measured = times.own;
  return [
    { name, measured, against: { name: cedar.name, measured: times.cedar }, goal: 1 / 150 },
    { name, measured, against: { name: jsonRules.name, measured: times.jsonRules }, goal: 1 / 40 },
    { name, measured, against: { name: casbin.name, measured: times.casbin } },
  ];
}

function permit(facts: ReturnType<typeof factsOf>): void {
  const { outcome, reasons } = decide({ version: 1, document: DOCUMENT }, facts);
  if (outcome !== 'permit' || reasons.length < 18) throw new Error('the decision is not the one to be timed');
}

/** Excludes an engine that gives one answer to everything: it would be fast for the wrong reason. */
async function requireSense(peer: Peer): Promise<void> {
  const [yes, no] = [await peer.allows(BigInt(QUESTION.amount)), await peer.allows(BigInt(QUESTION.max + 1))];
  if (!yes || no) throw new Error(`${peer.name} does not decide by the rules`);
}

/** Shows that the length of the address book does not matter: entries are found by id. */
async function byBook(): Promise<readonly Comparison[]> {
  const books = { few: bookOf(10), many: bookOf(100_000) };
  const decideIn = (book: ReturnType<typeof bookOf>, stride: number) => () => {
    for (let count = 0; count < AT_ONCE; count += 1)
      permit(factsOf(book, destinationId((count * stride) % book.size)));
  };
  const times = await medians(
    { few: decideIn(books.few, 1), many: decideIn(books.many, 9_973) },
    BOOK_ROUNDS,
  );
  return [
    {
      name: `${String(AT_ONCE)} decisions, 100,000 destinations`,
      measured: times.many,
      against: { name: '10 destinations', measured: times.few },
      goal: 1.2,
    },
  ];
}
