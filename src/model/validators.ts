import type { ErrorObject } from 'ajv';
import * as compiled from './generated/validators.js';

/** What ajv compiles a schema to: answers, and leaves its errors on itself until the next call. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const validateManifest: Validator = compiled.validateManifest as Validator;
export const validateCapability: Validator = compiled.validateCapability as Validator;
export const validateCatalogConfig: Validator = compiled.validateCatalogConfig as Validator;
export const validatePolicy: Validator = compiled.validatePolicy as Validator;
export const validateCatalogDocument: Validator = compiled.validateCatalogDocument as Validator;
export const validateCapabilitiesDocument: Validator = compiled.validateCapabilitiesDocument as Validator;
export const validateCapabilityDocument: Validator = compiled.validateCapabilityDocument as Validator;
export const validateSourcesDocument: Validator = compiled.validateSourcesDocument as Validator;
export const validateFindingsDocument: Validator = compiled.validateFindingsDocument as Validator;
export const validateFreshnessDocument: Validator = compiled.validateFreshnessDocument as Validator;
export const validateQuarantineDocument: Validator = compiled.validateQuarantineDocument as Validator;
export const validateChangesDocument: Validator = compiled.validateChangesDocument as Validator;
export const validateUnfinishedDocument: Validator = compiled.validateUnfinishedDocument as Validator;
export const validateShardDocument: Validator = compiled.validateShardDocument as Validator;
export const validateReleaseDocument: Validator = compiled.validateReleaseDocument as Validator;
export const validateReleaseFreshness: Validator = compiled.validateReleaseFreshness as Validator;
export const validateShardResult: Validator = compiled.validateShardResult as Validator;
export const validateShardSources: Validator = compiled.validateShardSources as Validator;
export const validateScheduleConfig: Validator = compiled.validateScheduleConfig as Validator;
export const validateScheduleState: Validator = compiled.validateScheduleState as Validator;
export const validateCompatibilityDocument: Validator = compiled.validateCompatibilityDocument as Validator;
export const validateCapabilityCompatibility: Validator = compiled.validateCapabilityCompatibility as Validator;
export const validateWaiversDocument: Validator = compiled.validateWaiversDocument as Validator;
export const validateWaiver: Validator = compiled.validateWaiver as Validator;
export const validateDecision: Validator = compiled.validateDecision as Validator;
export const validateMirrorConfig: Validator = compiled.validateMirrorConfig as Validator;
export const validateMirrorState: Validator = compiled.validateMirrorState as Validator;
export const validateMirrorEvent: Validator = compiled.validateMirrorEvent as Validator;
export const validateMirrorRelease: Validator = compiled.validateMirrorRelease as Validator;
export const validateMirrorExport: Validator = compiled.validateMirrorExport as Validator;
export const validateMirrorReport: Validator = compiled.validateMirrorReport as Validator;
