import type { ProblemWords } from './problem-words.js';

const HELD =
  'Nothing was sent. The transfer is refused, or held for an exception if the policy allows one. A relayed one waits.';
const HELD_AFTER =
  'Nothing was sent. A new transfer is refused, and so is one before the relay. A relayed one is held until it is permitted again, or expires.';
const ASK_LESS_OR_LATER =
  'The requester asks for less or later. A compliance officer may except it where the policy says so.';
const PRICED =
  'Nothing was sent. A new transfer is refused, and so is one before the relay; a relayed one waits.';
const NO_ANSWER_YET = 'The code is listed for programs; no answer has it yet.';

/** What the policy in force says. */
export const POLICY_PROBLEMS = {
  ASSET_NOT_ALLOWED: {
    meaning: 'The asset is not registered, or the policy does not allow it here.',
    cause: 'It was removed or never added, or the rule names other assets for this Safe.',
    money:
      'Nothing was sent. A new transfer is refused; a relayed one waits until the asset is put back, or expires.',
    remedy: 'The requester takes another asset, or an admin proposes it as a governed change.',
  },
  LIMIT_PER_TX: {
    meaning: 'The amount is above the limit of one transfer.',
    cause: 'It is larger than usual, or has a digit too many.',
    money: HELD,
    remedy: ASK_LESS_OR_LATER,
  },
  LIMIT_WINDOW: {
    meaning: 'The amount and what was sent or reserved in the window before it are above its limit.',
    cause: 'Much was sent lately, or transfers wait that hold budget.',
    money: HELD,
    remedy: ASK_LESS_OR_LATER,
  },
  LIMIT_DESTINATION: {
    meaning: 'The amount is above a limit of this destination’s own entry.',
    cause:
      'The address book sets a limit for it; or a proposed entry has a limit that does not fit its asset.',
    money: HELD,
    remedy: 'The requester asks for less. A higher limit is a governed change of the entry.',
  },
  LIMIT_COUNT: {
    meaning: 'There were too many transfers in the window.',
    cause: 'Many were requested lately, or somebody floods you.',
    money: HELD,
    remedy: ASK_LESS_OR_LATER,
  },
  LIMIT_REQUESTER: {
    meaning: 'The amount is above the requester’s own limit.',
    cause: 'The policy gives this person a lower limit than others.',
    money: HELD,
    remedy: 'Somebody with a higher limit requests it, or the requester asks for less.',
  },
  LIMIT_HOT_CEILING: {
    meaning: 'The destination would hold more than its ceiling.',
    cause: 'The hot wallet is full, or other transfers to it are on their way.',
    money: HELD,
    remedy: 'The requester sends less, or waits until the hot wallet has paid out.',
  },
  LIMIT_SAFE_FLOOR: {
    meaning: 'The Safe would hold less than its floor.',
    cause: 'The balance is low, or other transfers of it are on their way.',
    money: HELD,
    remedy: 'The requester sends less, or from another Safe.',
  },
  LIMIT_STRUCTURING: {
    meaning: 'Several transfers just below a limit would together be above it.',
    cause: 'Somebody splits a payment, or more than 1,000 transfers would have to be compared.',
    money: HELD,
    remedy:
      'A compliance officer looks at the transfers that the decision counts. One whole transfer shows the true amount.',
  },
  DUPLICATE_TRANSFER: {
    meaning: 'The same amount went to the same destination a short time ago.',
    cause: 'A request was repeated by mistake, or more than 1,000 transfers would have to be compared.',
    money: HELD,
    remedy:
      'The requester looks at the earlier transfer. If both are meant, a compliance officer may except it.',
  },
  OUTSIDE_HOURS: {
    meaning: 'It is outside the hours in which the policy permits transfers.',
    cause: 'Night, weekend or a holiday of the policy’s time zone.',
    money: HELD,
    remedy:
      'The requester asks again within the hours. A compliance officer may except it where the policy says so.',
  },
  FIRST_TRANSFER_CANARY: {
    meaning: 'No transfer to this destination has settled yet, and the amount is above what may go first.',
    cause: 'The destination is new. A small payment shows first that it arrives.',
    money: HELD,
    remedy: 'The requester sends a small amount first, and the rest when it has settled.',
  },
  PRICE_UNAVAILABLE: {
    meaning: 'The asset has no price in US dollars that could be read.',
    cause: 'A provider did not answer, the feed’s contract fails, or the asset has no price at all.',
    money: 'Nothing was sent. A new transfer is refused; one that is under way waits until it expires.',
    remedy:
      'The requester asks again later. If it lasts, engineers look at the provider or the feed that the reason names.',
  },
  PRICE_STALE: {
    meaning: 'The price is older than its feed may be, or is dated ahead.',
    cause: 'The feed has stopped, or the clock of the database’s host is late.',
    money: PRICED,
    remedy: 'Wait for the feed’s next round. If none comes, an admin asks the feed’s operator.',
  },
  PRICE_DIVERGENT: {
    meaning:
      'The providers show different prices of one block, or the feed has other decimals than were approved.',
    cause: 'A provider is broken or lies, or the feed was replaced behind its address.',
    money: PRICED,
    remedy: 'Engineers find out which provider differs. A feed with other decimals is proposed anew.',
  },
  PRICE_OUT_OF_BOUNDS: {
    meaning: 'The price is zero, negative, or outside the bounds of its feed.',
    cause: 'The market has moved far, or the feed is wrong.',
    money: PRICED,
    remedy: 'An admin compares it with a market. Wider bounds or another feed are a governed change.',
  },
  BALANCE_UNAVAILABLE: {
    meaning: 'The balance of the Safe or of the destination could not be read alike at all providers.',
    cause: 'A provider is silent or differs.',
    money: 'Nothing was sent. A new transfer is refused; one that is under way waits until it expires.',
    remedy: 'The requester asks again later. If it lasts, engineers look at the providers.',
  },
  NO_TIER: {
    meaning: 'The policy says for no such amount who would have to confirm it.',
    cause: 'The amount, or what it makes with others that are counted together, is above the highest tier.',
    money: HELD_AFTER,
    remedy: 'The requester asks for less. A higher tier is a governed change of the policy.',
  },
  NO_RULE: {
    meaning: 'The policy has no rule that permits this. What no rule permits is denied.',
    cause: 'The asset or the Safe is new and the policy does not speak of it.',
    money: HELD_AFTER,
    remedy: 'Somebody proposes a policy that covers it.',
  },
  RULE_FAILED: {
    meaning: 'A rule could not be evaluated, and counts as a denial.',
    cause: 'Facts that it needs are missing, or a defect of Sluice.',
    money: HELD_AFTER,
    remedy:
      'Engineers look at the decision that the transfer shows. The requester asks again afterwards; a relayed one is looked at again by itself.',
  },
  POLICY_DENIED: {
    meaning: 'The policy denies it. A transfer names the rules themselves instead.',
    cause: NO_ANSWER_YET,
    money: 'Nothing was sent.',
    remedy: 'The requester reads the reasons of the decision.',
  },
  POLICY_CHANGED: {
    meaning: 'Another policy is in force than the one that was decided by. Sluice decides anew by itself.',
    cause: NO_ANSWER_YET,
    money: 'Nothing was sent.',
    remedy: 'The reader looks at the transfer anew.',
  },
  POLICY_UNAVAILABLE: {
    meaning:
      'There is no policy in force that can be trusted, or the register changed while a transfer was being decided.',
    cause:
      'A change became active in that moment, which is harmless. Otherwise the policy’s row was altered, or Sluice was not founded.',
    money:
      'Nothing was sent and the request did nothing. A transfer that is under way waits; without a policy nothing is permitted.',
    remedy:
      'The caller repeats it. If it stays, engineers compare the policy with the signed change that brought it, and treat an altered row as an attack.',
  },
  RULE_NOT_WAIVABLE: {
    meaning: 'This transfer is not held by a rule of that name that could be excepted.',
    cause: 'The rule does not allow exceptions, or is not what holds the transfer.',
    money: 'Nothing was sent. The transfer stays as it is.',
    remedy: 'The compliance officer excepts a rule that the transfer names, or rejects it.',
  },
  EXCEPTION_CEILING: {
    meaning: 'The exception reaches less far than the transfer needs, or further than the policy allows.',
    cause: 'Its ceiling was chosen for another amount, or the measured sum grew since.',
    money: 'Nothing was sent. The transfer stays held, or is refused if it is above every ceiling.',
    remedy: 'The compliance officer chooses a ceiling between both values, or the requester asks for less.',
  },
} as const satisfies Record<string, ProblemWords>;
