/**
 * A stranger's text, made fit to stand inside a message: shortened, and with every character that could disturb a terminal,
 * a log or the reading order (controls, line ends, bidirectional overrides, invisible marks) written as \u{…}.
 */
export function quote(text: string | number, limit = 80): string {
  const whole = String(text);
  const characters = [...whole.slice(0, limit * 2)];
  const shown = characters.slice(0, limit).join('');
  const escaped = shown.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
  return `“${escaped}${shown.length < whole.length ? '…' : ''}”`;
}
