import { isChinese } from '../rules/automaton.ts'

const never = new Set('的在于和与及到了从往向沿是有被把将对至经为这那该某各每本此其并也都就但而或他她它我你们个位名条座间家处给让请因由以所上下内外里中前后时当要会能可不没未又再还只很最更已正说称讯电据道者日月年')

/**
 * Where the name begins that a suffix (路, 医院, 公司) ends: as many characters before it as can belong to a name, at most
 * `most`. Null when nothing does. Word ends of the segmenter are not needed: function characters bound a name well enough.
 */
export function nameBefore(plain: string, _words: readonly string[], suffixStart: number, suffixEnd: number, most: number): number | null {
  // A suffix that goes on is inside another word: 路过, 街道.
  let start = suffixStart
  while (start > 0 && suffixStart - start < most) {
    const before = plain.charAt(start - 1)
    if (!isChinese(before.charCodeAt(0)) || never.has(before)) break
    if (suffixStart - start >= 1 && /[省市区县旗镇乡]/.test(before) && start - 1 > 0) break
    start--
  }
  return suffixStart - start >= 1 && suffixEnd - start >= 3 ? start : null
}
