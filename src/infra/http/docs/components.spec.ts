import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Components, referenceTo } from './components.js';

const Colour = z.enum(['red', 'blue']).meta({ id: 'Colour' });
const Thing = z.strictObject({ colour: Colour, then: Colour.nullable() }).meta({ id: 'Thing' });

describe(Components.name, () => {
  it('writes a named contract once, and refers to it', () => {
    const components = new Components();
    expect(components.schemaOf(z.strictObject({ data: z.array(Thing) }))).toMatchObject({
      properties: { data: { items: referenceTo('Thing') } },
    });
    expect(components.schemaOf(Thing)).toEqual(referenceTo('Thing'));
    expect(components.usedBy([referenceTo('Thing')])).toEqual({
      Colour: { type: 'string', enum: ['red', 'blue'] },
      Thing: {
        type: 'object',
        properties: {
          colour: referenceTo('Colour'),
          then: { anyOf: [referenceTo('Colour'), { type: 'null' }] },
        },
        required: ['colour', 'then'],
        additionalProperties: false,
      },
    });
  });

  it('leaves out what nothing refers to', () => {
    const components = new Components();
    components.schemaOf(Thing);
    expect(Object.keys(components.usedBy([referenceTo('Colour')]))).toEqual(['Colour']);
    expect(components.usedBy([])).toEqual({});
  });

  it('refuses an id that two contracts of different shape have, and one that none has', () => {
    const components = new Components();
    components.schemaOf(Thing);
    components.schemaOf(z.enum(['red', 'blue']).meta({ id: 'Colour' }));
    const other = z.enum(['red']).meta({ id: 'Colour' });
    expect(() => components.schemaOf(other)).toThrow('two contracts of different shape have the id Colour');
    expect(() => components.usedBy(referenceTo('Nothing'))).toThrow('no contract has the id Nothing');
  });

  it('writes an answer as it stands on the wire, not as its parser leaves it', () => {
    const length = z
      .string()
      .meta({ pattern: '^a' })
      .transform((text) => text.length);
    expect(new Components().schemaOf(length)).toEqual({ type: 'string', pattern: '^a' });
  });
});
