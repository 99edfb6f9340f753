import { annexTitle, attachmentsOf, citeMark, drillLine, footLine, type Block, type Paper, type Run } from '../../core/reports/paper.ts'
import { letterheadPt, letterheadRed, pageLayout, signedByRightPt, signedOnRightPt, sizePt } from '../../core/reports/paper-layout.ts'
import { chartSvg } from './chart-svg.ts'
import { escapeHtml } from './escape-html.ts'

/** Where a machine does not have the standard's typefaces, its nearest. */
const fonts = {
  title: '"方正小标宋简体","FZXiaoBiaoSong-B05S","华文中宋",STZhongsong,"Noto Serif CJK SC",serif',
  body: '"仿宋_GB2312","仿宋",FangSong,STFangsong,"Noto Serif CJK SC",serif',
  headingOne: '"黑体",SimHei,STHeiti,"Noto Sans CJK SC",sans-serif',
  headingTwo: '"楷体_GB2312","楷体",KaiTi,STKaiti,"AR PL UKai CN","Noto Serif CJK SC",serif',
  pageNumber: '"宋体",SimSun,STSong,"Noto Serif CJK SC",serif'
} as const

/** The paper as a page to print: no script, no address, every word of it escaped. */
export function paperHtml(paper: Paper): string {
  const parts = [headOf(paper), bodyOf(paper), signatureOf(paper), sourcesOf(paper), imprintOf(paper), drillOf(paper)]
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escapeHtml(paper.title)}</title><style>${styleOf(paper)}</style></head><body>${parts.join('')}</body></html>`
}

function styleOf({ letterhead, drill }: Paper): string {
  const { topMm, bottomMm, leftMm, rightMm, linePt } = pageLayout
  const number = `font:${sizePt.four}pt ${fonts.pageNumber};content:"— " counter(page) " —";vertical-align:top;padding-top:7mm`
  const mark = drill ? `@top-center{content:"${drillLine}";font:${sizePt.table}pt ${fonts.headingOne}}` : ''
  return `
@page{size:A4;margin:${topMm}mm ${rightMm}mm ${bottomMm}mm ${leftMm}mm;${mark}}
@page:right{@bottom-right{${number};padding-right:${sizePt.four}pt}}
@page:left{@bottom-left{${number};padding-left:${sizePt.four}pt}}
*{box-sizing:border-box}
body{margin:0;font:${sizePt.three}pt/${linePt}pt "Times New Roman",${fonts.body};color:#000;overflow-wrap:anywhere}
p,h1,h2,h3,h4{margin:0;font-weight:normal;font-size:inherit}
.t{text-indent:2em;text-align:justify}
.red{font:${letterheadPt(letterhead)}pt/1.25 ${fonts.title};color:#${letterheadRed};text-align:center;padding:${linePt}pt 0 ${linePt / 2}pt;white-space:nowrap}
.mark{font-family:${fonts.headingOne}}
.c{text-align:center}
.rule{border-bottom:1.5pt solid #${letterheadRed};padding-bottom:4pt;margin-bottom:${linePt}pt}
.row{display:flex;justify-content:space-between}
h1{font:${sizePt.two}pt/1.5 ${fonts.title};text-align:center;margin-bottom:${linePt}pt}
h2{font-family:${fonts.headingOne};text-indent:2em;break-after:avoid}
h3{font-family:${fonts.headingTwo};text-indent:2em;break-after:avoid}
h4{font-weight:bold;text-indent:2em;break-after:avoid}
.caption{break-after:avoid}
.held{white-space:nowrap}
sup{font-size:${sizePt.small}pt;line-height:1}
figure,.table{margin:0 0 ${linePt / 2}pt}
figure{break-inside:avoid;text-align:center}
svg{font-family:${fonts.pageNumber}}
figcaption,.caption{font:${sizePt.table}pt/${linePt}pt ${fonts.headingOne};text-align:center}
table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:${sizePt.table}pt;line-height:16pt}
th,td{border:.5pt solid #000;padding:1.5pt 3pt;font-weight:normal}
th{font-family:${fonts.headingOne}}
tr{break-inside:avoid}
thead{display:table-header-group;break-after:avoid}
tbody tr:first-child{break-before:avoid}
.sign{text-align:right;break-inside:avoid}
.with{break-before:avoid}
.annex{break-before:page}
.small{font-size:${sizePt.small}pt;line-height:12pt;margin-bottom:2pt}
.foot{margin-top:6pt}
.imprint{font-size:${sizePt.four}pt;line-height:22pt;border-top:1pt solid #000;border-bottom:1pt solid #000;margin-top:${linePt}pt;break-inside:avoid}
.imprint div{padding:0 1em}
.imprint div+div{border-top:.5pt solid #000}
@media screen{html{background:#e8e8e8}body{width:210mm;max-width:100%;min-height:297mm;margin:0 auto;padding:${topMm}mm ${rightMm}mm ${bottomMm}mm ${leftMm}mm;background:#fff}}
.watermark{position:fixed;inset:34% 0 auto;text-align:center;font:150pt ${fonts.headingOne};opacity:.1;transform:rotate(-30deg)}`
}

const tag = (name: string, text: string, classes = ''): string =>
  `<${name}${classes === '' ? '' : ` class="${classes}"`}>${escapeHtml(text)}</${name}>`

function headOf({ secrecy, urgency, letterhead, layout, number, printedBy, signedOn, title }: Paper): string {
  const marks = [secrecy, urgency].filter((mark) => mark !== null).map((mark) => tag('p', mark, 'mark'))
  const rule =
    layout === 'document'
      ? tag('p', number, 'c rule')
      : `${tag('p', number, 'c')}<div class="row rule">${tag('span', printedBy)}${tag('span', signedOn)}</div>`
  return `${marks.join('')}${tag('div', letterhead, 'red')}${rule}${tag('h1', title)}`
}

function bodyOf({ recipients, blocks }: Paper): string {
  const to = recipients.length === 0 ? '' : tag('p', `${recipients.join('，')}：`)
  return `${to}${blocks.map(blockOf).join('')}`
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return tag(`h${block.level + 1}`, block.text)
    case 'paragraph':
      return `<p class="t">${runsOf(block.runs)}</p>`
    case 'table':
      return tableOf(block)
    case 'chart':
      return `<figure><figcaption>${runsOf([block.caption])}</figcaption>${chartSvg(block.chart)}</figure>`
    default:
      return block satisfies never
  }
}

function runsOf(runs: readonly Run[]): string {
  return runs.map(({ text, cites }) => (cites.length === 0 ? escapeHtml(text) : citedOf(text, citeMark(cites)))).join('')
}

/** The mark stays on the line of the sign before it. */
function citedOf(text: string, mark: string): string {
  const signs = Array.from(text)
  const last = signs.pop() ?? ''
  return `${escapeHtml(signs.join(''))}<span class="held">${escapeHtml(last)}<sup>${escapeHtml(mark)}</sup></span>`
}

function tableOf({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => `<col style="width:${((share / shares) * 100).toFixed(2)}%">`).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => `<td style="text-align:${columns[index]?.align ?? 'left'}">${escapeHtml(cell)}</td>`).join('')}</tr>`
  )
  return `<div class="table"><p class="caption">${runsOf([caption])}</p><table><colgroup>${widths}</colgroup><thead><tr>${columns.map(({ head }) => tag('th', head)).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

const blankLine = '<p class="with">&nbsp;</p>'

function signatureOf(paper: Paper): string {
  const attachments = attachmentsOf(paper)
  const numbered = attachments.map((text, index) => (attachments.length === 1 ? text : `${index + 1}．${text}`))
  const listed = numbered.map(
    (text, index) => `<p class="with" style="padding-left:${index === 0 ? 2 : 5}em">${escapeHtml(index === 0 ? `附件：${text}` : text)}</p>`
  )
  const blank = listed.length === 0 ? '' : blankLine
  if (paper.layout === 'bulletin') return `${blank}${listed.join('')}`
  return `${blank}${listed.join('')}${blankLine}<div class="sign with"><p style="padding-right:${signedByRightPt(paper)}pt">${escapeHtml(paper.signedBy)}</p><p style="padding-right:${signedOnRightPt}pt">${escapeHtml(paper.signedOn)}</p></div>`
}

function sourcesOf(paper: Paper): string {
  const { sources } = paper
  if (sources.length === 0) return ''
  if (paper.sourcesIn === 'foot') return tag('p', footLine(paper), 'small foot')
  const place = attachmentsOf(paper).length
  const lines = sources.map(({ number, text }) => tag('p', `[${number}] ${text}`, 'small'))
  return `<section class="annex">${tag('p', `附件${place === 1 ? '' : place}`, 'mark')}<h1>${annexTitle}</h1>${lines.join('')}</section>`
}

function imprintOf({ copiesTo, printedBy, signedOn }: Paper): string {
  const copies = copiesTo.length === 0 ? '' : tag('div', `抄送：${copiesTo.join('，')}。`)
  return `<div class="imprint">${copies}<div class="row">${tag('span', printedBy)}${tag('span', `${signedOn}印发`)}</div></div>`
}

function drillOf({ drill }: Paper): string {
  return drill ? '<div class="watermark" aria-hidden="true">演练</div>' : ''
}
