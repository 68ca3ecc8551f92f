export const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: var(--text-3)/var(--loose) var(--sans);
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, ul, ol, dl, dd, table { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h1, h2, h3, h4 { line-height: var(--tight); font-weight: 600; text-wrap: balance; }
h1 { font-size: var(--text-5); letter-spacing: -0.01em; text-align: left; }
h2 { font-size: var(--text-4); }
h3 { font-size: var(--text-3); }
code, .id { font-family: var(--mono); font-size: 0.9em; }
h1.id { font-size: var(--text-4); letter-spacing: 0; }
a {
  color: var(--link);
  text-decoration-color: color-mix(in srgb, currentColor 35%, transparent);
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
}
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 1px; }
:target { scroll-margin-top: var(--space-4); }

.none, .detail, .count { color: var(--muted); }
.detail, .count { font-size: var(--text-1); }
.version, .figure, .count, .number { font-variant-numeric: tabular-nums; }
.description { white-space: pre-line; max-width: var(--measure); }
.lead .mark { font-weight: 600; }
.lead .mark.ok, .lead .mark.quiet, .lead .mark.info { color: var(--ink); }
.lead { max-width: var(--measure); margin-top: var(--space-3); color: var(--muted); }

/* A state: its word, and a shape that differs from the others' also without colour. */
.mark::before {
  content: "";
  display: inline-block;
  width: 0.5625em;
  height: 0.5625em;
  margin-inline-end: 0.4em;
  background: var(--tone);
  forced-color-adjust: none;
  print-color-adjust: exact;
  -webkit-print-color-adjust: exact;
}
.mark { --tone: var(--quiet); }
.mark.ok { --tone: var(--ok); }
.mark.warn { --tone: var(--warn); color: var(--warn); }
.mark.bad { --tone: var(--bad); color: var(--bad); }
.mark.info { --tone: var(--info); }
.mark.ok::before { border-radius: 50%; }
.mark.warn::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.mark.bad::before { clip-path: polygon(50% -5%, 105% 50%, 50% 105%, -5% 50%); }
.mark.info::before { border-radius: 50%; background: none; border: 2px solid var(--tone); }
.mark.quiet::before { height: 0.1875em; margin-block-end: 0.2em; }
.mark + .mark { margin-inline-start: var(--space-3); }
`;
