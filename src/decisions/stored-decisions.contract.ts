import { DecisionSchema } from '../domain/policies/decision.js';
import { factsJsonSchema } from '../domain/policies/facts.js';
import { wireStored, wireStoredAs } from '../infra/http/wire.contract.js';

// As they were stored, so that they can be decided again: amounts in smallest units, times as Unix seconds.

/** Also in docs/facts.schema.json. */
export const StoredFacts = wireStored('DecisionFacts', factsJsonSchema());
export const StoredDecision = wireStoredAs('StoredDecision', DecisionSchema);
