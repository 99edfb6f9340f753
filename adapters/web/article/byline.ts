import type { DomDocument } from '../dom/document.ts'
import { textOf } from './lines.ts'
import type { PageMeta } from './meta.ts'

export interface Byline {
  readonly source: string | null
  readonly author: string | null
}

interface Clues {
  readonly document: DomDocument
  readonly meta: PageMeta
  /** Lines of the page from its title on; empty when the title stands nowhere in the page. */
  readonly afterTitle: readonly string[]
  readonly selectors: { readonly source?: string | undefined; readonly author?: string | undefined }
}

/** By whom a page was published, from what it declares and from the lines under its title. */
export function readByline(clues: Clues): Byline {
  return { source: readSource(clues), author: readAuthor(clues) }
}

const linesUnderTitle = 14

function readSource({ document, meta, afterTitle, selectors }: Clues): string | null {
  const chosen = selectors.source === undefined ? '' : textOf(document.querySelector(selectors.source))
  if (chosen !== '') return labelled([chosen], sourceLabel) ?? chosen
  const declared = meta.values.get('contentsource') ?? null
  // 开普集约化 sites write 本网 for themselves.
  if (declared !== null) return /^本(网|站)/.test(declared) ? (meta.values.get('sitename') ?? declared) : declared
  const account = textOf(document.querySelector('#js_name, .wx_follow_nickname'))
  return account !== '' ? account : labelled(afterTitle.slice(0, linesUnderTitle), sourceLabel)
}

function readAuthor(clues: Clues): string | null {
  const { document, meta, afterTitle, selectors } = clues
  const chosen = selectors.author === undefined ? '' : textOf(document.querySelector(selectors.author))
  if (chosen !== '') return chosen
  const written = labelled(afterTitle.slice(0, linesUnderTitle), authorLabel)
  // 记者：河东路车祸三人死亡 is a sentence.
  if (written !== null && !/^\p{Script=Han}{9,}$/u.test(written)) return written
  const declared = meta.values.get('author') ?? meta.values.get('article:author') ?? null
  // Templates leave the site's name, an address or a number in it.
  const isPerson = declared !== null && !/[@\d/]/.test(declared) && meta.titleTag?.includes(declared) !== true && declared !== readSource(clues)
  return isPerson ? declared : null
}

const sourceLabel = /(?:信息|稿件|文章|新闻)?来\s*源\s*[:：]\s*([^\s|｜:：()（），。；！？]{2,30})/
const authorLabel = /(?:^|[\s|｜(（])(?:作者|记者|撰文|文)\s*[:：/]\s*([^\s|｜:：()（），。；！？]{2,20})/

function labelled(lines: readonly string[], label: RegExp): string | null {
  for (const line of lines) {
    const match = label.exec(line)
    const found = match?.[1]
    if (match === null || found === undefined || line.length > 200 || goesOn(line.slice(match.index + match[0].length))) continue
    return found.replace(/(编辑|作者|责编|发布|字号|打印).*$/, '') || null
  }
  return null
}

/** A sentence stands behind the name: 来源：12345热线反映，… says who told it, not who published it. */
function goesOn(rest: string): boolean {
  return /[。！？；]/.test(rest) || /^[，,](?!\s*(?:作者|记者|编辑|责编|责任编辑|发布|时间|日期|浏览|阅读|\d{4}))/.test(rest)
}
