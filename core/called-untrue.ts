import { fold, passagesOf, stands } from './fold-wording.ts'

const toldByOthers = /网传|网上|网络流传|网络传播|网民|网友|有人|传言|传闻|谣传|流传|自媒体|据传|消息称|冒充|伪造|爆料/g
const untrue = /(?:谣言|不实|虚假|假消息|不属实|编造|伪造|误传|从未发布|未发布过|并非我[^,，。]{0,6}发布)/g
/** What leads up to it in its own clause. */
const leading = /[^。!！?？;；,，\n]{0,16}$/
/** A quoted wording is no longer than that much beyond its own length. */
const slack = 120

/**
 * Where a page tells the wording as other people's words and calls them untrue (网传“…”系谣言): the words that do. Null where it does
 * not, or where the wording itself refutes a rumour in these words.
 */
export function calledUntrue(page: string, wording: string): string | null {
  for (const { 0: verdict, index } of page.matchAll(untrue)) {
    const before = page.slice(Math.max(0, index - wording.length - slack), index)
    const said = `${leading.exec(before)?.[0] ?? ''}${verdict}`.replace(/^[^\p{L}]+/u, '')
    const [told] = before.matchAll(toldByOthers)
    if (told === undefined || wording.includes(said)) continue
    if (carriesMost(before.slice(told.index + told[0].length), wording)) return said
  }
  return null
}

function carriesMost(text: string, wording: string): boolean {
  const passages = passagesOf(wording).map(fold)
  const folded = fold(text)
  return passages.filter((passage) => stands(folded, passage)).length * 2 > passages.length
}
