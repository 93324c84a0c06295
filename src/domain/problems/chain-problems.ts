import type { ProblemWords } from './problem-words.js';

const MORE =
  'Nothing was sent. Before the relay the transfer is refused; a relayed one is stopped where it is.';
const LOOK =
  'Owners sign nothing. Engineers look at the simulation record: it shows each effect that was not expected.';
const WAITS = 'Nothing was sent. Transfers wait until they can be examined, or expire.';
const NOTHING_ASKED =
  'A request that is answered so did nothing and created nothing. Nothing was sent; transfers that are under way wait until they can be examined, or expire.';
const SILENT = 'Nothing was done by this request. It can be repeated with the same Idempotency-Key.';

/** What the simulations and the chain show, and what could not be asked. */
export const CHAIN_PROBLEMS = {
  SIMULATION_UNAVAILABLE: {
    meaning: 'The transaction could not be simulated by enough engines and providers.',
    cause: 'A provider is down, slow or lacks a method, or the relayer has too little coin.',
    money: WAITS,
    remedy:
      'Sluice asks again by itself. If it lasts minutes, engineers look at the providers and the relayer’s balance.',
  },
  SIM_REVERT: {
    meaning: 'The transaction would fail on the chain.',
    cause:
      'The Safe has too little, the token is paused or blocks an address, or the destination refuses it.',
    money: MORE,
    remedy: 'The requester reads the reason in the simulation record, and asks anew when it is repaired.',
  },
  SIM_BINDING: {
    meaning: 'A simulation does not belong to the transaction that it should show.',
    cause: 'A record was changed or mixed up, or a defect of Sluice.',
    money: 'Nothing was sent. A simulation of something else clears nothing.',
    remedy: 'Engineers compare the record with the transaction. Treat a changed record as an attack.',
  },
  SIM_STALE: {
    meaning: 'A simulation is too old to stand for now. Sluice simulates anew by itself.',
    cause: 'The code is listed for programs; no answer has it yet.',
    money: 'Nothing was sent.',
    remedy: 'The reader looks at the transfer anew.',
  },
  SIMULATORS_DISAGREE: {
    meaning: 'Two engines or two providers saw different effects of one transaction at one block.',
    cause: 'A provider lies or is broken, or the token reports balances that its storage does not have.',
    money: MORE,
    remedy:
      'Engineers find out which one differs before anything else is requested. If it is the token, see docs/assets.md.',
  },
  DELTA_MISMATCH: {
    meaning: 'The balances would not change by exactly the amount that was asked for.',
    cause:
      'The token takes a fee, the relayer’s key was changed, or the transaction does something else besides.',
    money: MORE,
    remedy: LOOK,
  },
  UNEXPECTED_STATE_DIFF: {
    meaning: 'The transaction would write storage that a transfer does not write.',
    cause: 'The token or the Safe does something besides, or is not what was reviewed.',
    money: MORE,
    remedy: LOOK,
  },
  UNEXPECTED_CALL: {
    meaning: 'The transaction would call a contract that a transfer does not call.',
    cause: 'A hook of the token, a module or a guard calls something, or it is an attack.',
    money: MORE,
    remedy: LOOK,
  },
  UNEXPECTED_LOG: {
    meaning: 'The transaction would write an event that a transfer does not write.',
    cause: 'The token moves or approves more than was asked for.',
    money: MORE,
    remedy: LOOK,
  },
  UNEXPECTED_CODE_CHANGE: {
    meaning: 'The transaction would create or change code, or use another account’s nonce.',
    cause: 'It deploys something, or it is an attack.',
    money: MORE,
    remedy: LOOK,
  },
  HEADER_FORM_UNKNOWN: {
    meaning: 'All providers show one block header, and Sluice does not know its form.',
    cause: 'The chain runs a fork that this version does not know. Nobody lies.',
    money:
      'A request that is answered so did nothing. Nothing is sent; transfers that are under way wait until Sluice is updated, or expire.',
    remedy: 'Engineers update Sluice.',
  },
  RPC_DISAGREE: {
    meaning: 'The providers give different answers to one question about the chain.',
    cause: 'One lags behind, follows another fork, or lies.',
    money: NOTHING_ASKED,
    remedy:
      'Whoever asked repeats it with the same Idempotency-Key; what is under way Sluice asks about again. If it lasts, engineers read `GET /v1/providers` and find out who is right before they take one out.',
  },
  RPC_UNAVAILABLE: {
    meaning: 'A provider did not answer, and all that the register names must.',
    cause: 'It is down, too slow, limits the requests, or is being flooded.',
    money: NOTHING_ASKED,
    remedy:
      'Whoever asked repeats it with the same Idempotency-Key; what is under way Sluice asks about again. If it lasts, engineers read `GET /v1/providers`; one that stays silent is taken out by a signed change.',
  },
  DATABASE_UNAVAILABLE: {
    meaning: 'The database did not answer.',
    cause: 'It restarts, has no free connection, or the network to it is broken.',
    money:
      'It is not known whether this request was done. Repeated with the same Idempotency-Key it is done once; without a key, as `POST /v1/transfers/:id/cancel`, read first what became of it.',
    remedy: 'The caller repeats it in a moment. If it lasts, engineers look at the database.',
  },
  AUDIT_UNAVAILABLE: {
    meaning: 'The act or the reading could not be written to the audit log, so it did not happen.',
    cause: 'The database does not take the entry.',
    money: SILENT,
    remedy: 'The caller repeats it in a moment. If it lasts, engineers look at the database.',
  },
  OPENID_UNAVAILABLE: {
    meaning: 'The OpenID provider could not be asked.',
    cause: 'It is down, names another issuer, or does not accept Sluice’s secret.',
    money: 'Nothing was done. Transfers are not concerned.',
    remedy: 'People sign in with their keys meanwhile. Engineers look at the provider and at the log.',
  },
} as const satisfies Record<string, ProblemWords>;
