// How the card looks. Names of colours are new in every page: what a page registers under a name holds here, too.
(() => {
  const ours = /** @type {any} */ (globalThis)[Symbol.for("pointback")];
  if (!ours) return;
  ours.style = `
:host::before,:host::after{display:none!important}
:host{all:initial!important;position:fixed!important;z-index:2147483647!important;color-scheme:light dark!important}
section{--ground:#fff;--raised:#f4f6f5;--line:#dce1de;--ink:#17201c;--soft:#56615b;--accent:#0a7152;--hover:#085c43;
--on:#fff;box-sizing:border-box;position:relative;display:grid;gap:6px;inline-size:min(336px,calc(100vw - 32px));
max-block-size:calc(100vh - 32px);overflow:auto;padding:16px;border:1px solid var(--line);border-radius:14px;
background:var(--ground);color:var(--ink);box-shadow:0 2px 6px rgb(0 0 0/.08),0 12px 32px rgb(0 0 0/.18);
font:14px/1.45 system-ui,sans-serif;text-align:start;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){section{--ground:#1b201e;--raised:#262d2a;--line:#3a433e;--ink:#eaf0ed;--soft:#a5b0aa;
--accent:#5bcfa5;--hover:#7adcb8;--on:#06261b}}
section:focus{outline:none}
header{display:contents}
p,h2{margin:0}
.own::before{content:attr(data-text)}
[dir=ltr] p::first-letter{text-transform:uppercase}
h2{display:flex;gap:8px;align-items:start;padding-inline-end:60px;font-size:15px;font-weight:600}
svg{flex:none;inline-size:22px;block-size:22px;border-radius:6px;background:#0a7d5a}
path{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.rate{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 8px;color:var(--accent);font-weight:550}
.rate strong{font-size:34px;line-height:1.15;font-weight:700;letter-spacing:-.02em}
.boost{justify-self:start;padding:2px 8px;border:1px solid;border-radius:6px;color:var(--accent);font-size:12.5px;
font-weight:600}
.soft{color:var(--soft);font-size:12.5px}
.said{padding:8px 10px;border-radius:8px;background:var(--raised);font-size:13px}
.said:empty{display:none}
.done{color:var(--accent);font-weight:600}
.done::before{content:"";display:inline-block;inline-size:5px;block-size:10px;margin-inline:4px 10px;border:solid;
border-width:0 2px 2px 0;transform:rotate(45deg)}
div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 12px;margin-block-start:6px}
.lasting{justify-content:start;gap:6px;margin:2px 0 6px}
button{font:inherit;font-size:13px;font-weight:550;padding:4px 0;border:0;border-radius:8px;background:none;
color:var(--soft);cursor:pointer}
button:hover{color:var(--ink);text-decoration:underline}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.lasting button{padding:4px 10px;border:1px solid var(--line);color:var(--ink)}
.primary{flex:1 0 100%;padding:9px 14px;background:var(--accent);color:var(--on);font-size:14px;font-weight:600}
.primary:hover{background:var(--hover);color:var(--on);text-decoration:none}
[aria-disabled=true]{opacity:.65;cursor:default}
.tools{position:absolute;inset-block-start:12px;inset-inline-end:12px;display:flex}
.tools button{inline-size:28px;block-size:28px;padding:6px;cursor:grab;touch-action:none}
.tools button:last-child{cursor:pointer}
.tools svg{inline-size:16px;block-size:16px;background:none}
.tools path{stroke:currentcolor}
.pill{display:none;align-items:center;gap:8px;padding:7px 14px 7px 9px;color:var(--accent);font-size:15px;font-weight:700}
.folded{display:block;inline-size:auto;padding:0;border-radius:99px}
.folded>*{display:none}
.folded .pill{display:flex;border-radius:99px}
@media(prefers-reduced-motion:no-preference){section{animation:rise .18s ease-out}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
@media print{:host{display:none!important}}`.replaceAll("--", `--${crypto.getRandomValues(new Uint32Array(1))}-`);

  /** @param {string} strokes on a field of 16 by 16 */
  ours.icon = (strokes) => {
    const space = "http://www.w3.org/2000/svg";
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS(space, name));
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", strokes);
    svg.append(path);
    return svg;
  };
  ours.logo = () => ours.icon("M8 5h1.25a3 3 0 0 1 0 6H4.5M6.5 8.5 4 11l2.5 2.5M4 5h.5");
})();
