/** The fields of each part of schemas/manifest.schema.json, to guess what a mistyped one was meant to be. A test keeps the two alike. */
export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Manifest: ['$schema', 'id', 'version', 'owner', 'lifecycle_stage', 'title', 'description', 'tags', 'stability', 'security_tier', 'inputs', 'outputs', 'dependencies', 'interfaces', 'behaviors', 'value_scenarios', 'signals', 'adr_links', 'links', 'documentation', 'validation_status', 'compatibility', 'aliases', 'deprecation', 'ttl', 'contact', 'secrets_required'],
  Input: ['name', 'type', 'required', 'description'],
  Output: ['name', 'type', 'description'],
  Dependency: ['id', 'version', 'type', 'scope', 'optional'],
  Interface: ['kind', 'name', 'endpoint', 'command'],
  Behavior: ['id', 'ref', 'status'],
  ValueScenario: ['id', 'title', 'guide', 'tests', 'status', 'capability'],
  Signal: ['id', 'status', 'doc', 'owner', 'last_update'],
  Link: ['title', 'url'],
  Documentation: ['tutorial', 'how_to', 'reference', 'explanation'],
  ValidationStatus: ['result', 'last_run', 'tool'],
  Compatibility: ['backward_compatible_with', 'breaks_compatibility_with', 'tested_consumers'],
  Alias: ['id', 'sunset'],
  Deprecation: ['since', 'sunset', 'replaced_by', 'window'],
};
