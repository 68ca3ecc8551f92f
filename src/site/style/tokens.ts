/**
 * Everything the other style sheets measure and colour with. Spaces are steps of 4 px. Each text colour has a contrast of at
 * least 4.5:1 on both surfaces of its theme, each mark at least 3:1.
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

  --paper: #ffffff;
  --surface: #f4f5f6;
  --ink: #1b1f24;
  --muted: #56606a;
  --line: #dde1e5;
  --line-strong: #aab2ba;
  --link: #0a5aa8;
  --ok: #1c7346;
  --warn: #8f5100;
  --bad: #b3241c;
  --info: #3f6390;
  --quiet: #6a747e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b;
    --surface: #1e2226;
    --ink: #e3e6e9;
    --muted: #9ba5af;
    --line: #2f353b;
    --line-strong: #5b656f;
    --link: #82bbf3;
    --ok: #63c08e;
    --warn: #dfa956;
    --bad: #f2897f;
    --info: #93b5e0;
    --quiet: #8b959f;
  }
}
@media (prefers-contrast: more) {
  :root { --muted: var(--ink); --line: var(--line-strong); }
}
`;
