import { z } from 'zod';
import { RegisterAct } from '../changes/changes.contract.js';
import { StoredDecision, StoredFacts } from '../decisions/stored-decisions.contract.js';
import { EvidenceBundle } from '../domain/evidence/bundle.js';
import { wireId } from '../infra/http/wire.contract.js';

export const EvidenceParams = z.strictObject({ id: wireId('tr') });

/** The bundle in canonical form (RFC 8785) with a final newline: see docs/evidence-bundle.md. */
export const EvidenceView = EvidenceBundle.extend({
  acts: z.array(RegisterAct).min(1),
  decisions: z.array(
    EvidenceBundle.shape.decisions.element.extend({ facts: StoredFacts, decision: StoredDecision }),
  ),
}).meta({ id: 'EvidenceBundle' });
