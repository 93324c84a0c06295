import { z } from 'zod';
import { EvidenceBundle } from '../domain/evidence/bundle.js';
import { wireId } from '../infra/http/wire.contract.js';

export const EvidenceParams = z.strictObject({ id: wireId('tr') });

/** The bundle in canonical form (RFC 8785) with a final newline: see docs/evidence-bundle.md. */
export const EvidenceView = EvidenceBundle.meta({ id: 'EvidenceBundle' });
