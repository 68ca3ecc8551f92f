/** Text that breaks what is put together carelessly. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '</script><!-- --><script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  ']]>&lt;&amp;&bogus;',
  'null\u0000, bell\u0007, escape\u001b[31m, vertical\u000b tab',
  '\ud800 alone, \udfff alone',
  '\ufffe and \uffff',
  'evil\u202egnp.exe',
  'line\nfeed\r\nand\u2028separator',
  '',
  '   ',
  '😀 漢字 العربية',
  'x'.repeat(300),
] as const;
