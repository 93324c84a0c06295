/** Contrast of at least 4.5 to 1 for all text, light and dark, where the library's own is paler. */
const STYLE = `
html { box-sizing: border-box; color-scheme: light; }
html.dark-mode { color-scheme: dark; }
*, *::before, *::after { box-sizing: inherit; }
body { margin: 0; }
.swagger-ui .auth-wrapper, .swagger-ui .authorization__btn, .swagger-ui .topbar { display: none; }
.swagger-ui .info .title small { background: #59616e; }
.swagger-ui .info .title small.version-stamp { background: #3d6b0d; }
.swagger-ui .opblock .opblock-summary-method { background: #59616e; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1a63b8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #14703f; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .microlight span[style*="211, 99, 99"] { color: #ffa8a8 !important; }
html:not(.dark-mode) .swagger-ui .info a, html:not(.dark-mode) .swagger-ui a.link { color: #0b5c86; }
html:not(.dark-mode) .swagger-ui .parameter__name.required span,
html:not(.dark-mode) .swagger-ui .parameter__name.required::after { color: #b00020; }
html:not(.dark-mode) .swagger-ui .parameter__in { color: #595959; }
html.dark-mode .swagger-ui .opblock-section-header, html.dark-mode .swagger-ui td.header-col { color: #e4e6e6; }
@media (max-width: 640px) {
  .swagger-ui { overflow-x: clip; }
  .swagger-ui .wrapper, .swagger-ui .opblock-body { padding: 0 8px; }
  .swagger-ui .opblock .opblock-summary, .swagger-ui .opblock-summary-control { flex-wrap: wrap; min-width: 0; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; overflow-wrap: anywhere; }
  .swagger-ui table, .swagger-ui tbody, .swagger-ui tr, .swagger-ui td { display: block; max-width: 100%; }
  .swagger-ui thead { display: none; }
  .swagger-ui .responses-inner { padding: 8px; }
  .swagger-ui .highlight-code, .swagger-ui pre { max-width: 100%; overflow-x: auto; }
  .swagger-ui select, .swagger-ui input { max-width: 100%; min-width: 0; }
  .swagger-ui .info .title, .swagger-ui .renderedMarkdown, .swagger-ui .parameter__name { overflow-wrap: anywhere; }
}
`;

/**
 * The page of the API's description: Swagger UI with a page of its own, because the library's has no viewport. Its
 * scripts come as files, from the folder that Nest serves them in; it shows only, so there is nothing to sign in to.
 */
export function docsPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32">
<style>${STYLE}</style>
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/swagger-ui-standalone-preset.js"></script>
<script src="/docs/swagger-ui-init.js"></script>
</body>
</html>
`;
}
