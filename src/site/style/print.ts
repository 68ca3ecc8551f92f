export const PRINT = `
@media print {
  :root, :root[data-theme] { color-scheme: light; --paper: #fff; --surface: #fff; --ink: #000; --muted: #444; --line: #bbb; --line-strong: #666; --link: #000; --ok: #1c7346; --warn: #8f5100; --bad: #b3241c; --info: #3f6390; --quiet: #444; }
  html { font-size: 10pt; }
  body { display: block; padding: 0; }
  details:not(.more), .skip, header.site nav, .capability > aside nav, .search, .filters, .bar label, .bar .narrow, .finder .more, .copy, .preferences { display: none; }
  /* What is folded away on a screen is not on paper, where nobody can open it. */
  details.more > summary { list-style: none; color: inherit; }
  details.more::details-content { content-visibility: visible; display: block; block-size: auto; }
  h2, h3, .findings .head { break-after: avoid; }
  .results mark { font-weight: 600; }
  .finder .list, .quick { min-height: 0; }
  tr, .results li, .findings li, .facts > div { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;
