/** Whether the operating system refused. `instanceof` would not tell: such errors may come from another realm. */
export function isSystemError(error: unknown): error is { readonly code: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/.test(error.code)
  );
}

/** The system's code for what went wrong, such as ENOENT, or null when it was not the system that refused. */
export function systemCode(error: unknown): string | null {
  return isSystemError(error) ? error.code : null;
}

export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
