/**
 * A stranger's text with every character that could disturb a terminal, a log or the reading order (controls, line ends,
 * bidirectional overrides, invisible marks) written as \u{…}.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

/** A stranger's text, made fit to stand inside a message: printable, shortened to `limit` characters, in quotation marks. */
export function quote(text: string | number, limit = 80): string {
  const whole = String(text);
  const shown = [...whole.slice(0, limit * 2)].slice(0, limit).join('');
  return `“${printable(shown)}${shown.length < whole.length ? '…' : ''}”`;
}
