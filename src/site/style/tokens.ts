/**
 * Everything the other style sheets measure and colour with. Spaces are steps of 4 px. Colours are pairs, light theme and dark
 * theme. Each text colour has a contrast of at least 4.5:1 on both surfaces of its theme, each mark and each border of a field at
 * least 3:1.
 */
export const TOKENS = `
:root {
  color-scheme: light dark;

  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "DejaVu Sans Mono", "Liberation Mono", monospace;

  --text-1: 0.8125rem;
  --text-2: 0.9375rem;
  --text-3: 1rem;
  --text-4: 1.25rem;
  --text-5: 1.75rem;
  --text-6: 2.125rem;
  --tight: 1.25;
  --loose: 1.55;

  --space-1: 0.25rem;
  --space-2: 0.5rem;
  --space-3: 0.75rem;
  --space-4: 1rem;
  --space-6: 1.5rem;
  --space-8: 2rem;
  --space-12: 3rem;
  --space-16: 4rem;

  --page: 72rem;
  --measure: 42rem;
  --radius: 0.25rem;

  --paper: light-dark(#ffffff, #15181b);
  --surface: light-dark(#f4f5f6, #1e2226);
  --ink: light-dark(#1b1f24, #e3e6e9);
  --muted: light-dark(#56606a, #9ba5af);
  --line: light-dark(#dde1e5, #2f353b);
  --line-strong: light-dark(#aab2ba, #5b656f);
  --field: light-dark(#7d868f, #77828d);
  --link: light-dark(#0a5aa8, #82bbf3);
  --found: light-dark(#fdecb0, #463a08);
  --ok: light-dark(#1c7346, #63c08e);
  --warn: light-dark(#8f5100, #dfa956);
  --bad: light-dark(#b3241c, #f2897f);
  --info: light-dark(#3f6390, #93b5e0);
  --quiet: light-dark(#6a747e, #8b959f);
}
/* Chosen by the visitor; otherwise the system decides. */
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
@media (prefers-contrast: more) {
  :root { --muted: var(--ink); --line: var(--line-strong); }
}
`;
