/**
 * The fields of a canonical manifest (under the empty name) and of what its fields hold, as schemas/manifest.schema.json has them:
 * to guess what a mistyped one was meant to be. A test keeps the two alike.
 */
export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': [
    '$schema',
    'id',
    'version',
    'owner',
    'lifecycle_stage',
    'title',
    'description',
    'tags',
    'stability',
    'security_tier',
    'inputs',
    'outputs',
    'dependencies',
    'interfaces',
    'behaviors',
    'value_scenarios',
    'signals',
    'adr_links',
    'links',
    'documentation',
    'validation_status',
    'compatibility',
    'aliases',
    'deprecation',
    'ttl',
    'contact',
    'secrets_required',
  ],
  inputs: ['name', 'type', 'required', 'description'],
  outputs: ['name', 'type', 'description'],
  dependencies: ['id', 'version', 'type', 'scope', 'optional'],
  interfaces: ['kind', 'name', 'endpoint', 'command'],
  behaviors: ['id', 'ref', 'status'],
  value_scenarios: ['id', 'title', 'guide', 'tests', 'status', 'capability'],
  signals: ['id', 'status', 'doc', 'owner', 'last_update'],
  links: ['title', 'url'],
  documentation: ['tutorial', 'how_to', 'reference', 'explanation'],
  validation_status: ['result', 'last_run', 'tool'],
  compatibility: ['backward_compatible_with', 'breaks_compatibility_with', 'tested_consumers'],
  aliases: ['id', 'sunset'],
  deprecation: ['since', 'sunset', 'replaced_by', 'window'],
};

/** The fields of a canonical manifest. */
export const MANIFEST_FIELDS: ReadonlySet<string> = new Set(FIELDS['']);
