import type { FindingCode } from '../findings.js';

export const MANIFEST_CODES = {} as const satisfies Record<string, FindingCode>;
