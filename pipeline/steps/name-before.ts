import { isChinese } from '../rules/automaton.ts'

const inner = tableOf('省市区县旗镇乡')
const never = tableOf(
  '的在于和与及到了从往向沿是有被把将对至经为这那该某各每本此其并也都就但而或他她它我你们个位名条座间家处给让请因由以所上下内外里中前后时当要会能可不没未又再还只很最更已正说称讯电据道者日月年'
)

/**
 * Where the name begins that a suffix (路, 医院, 公司) ends: as many characters before it as can belong to a name, at most
 * `most`. Null when nothing does. Word ends of the segmenter are not needed: function characters bound a name well enough.
 */
export function nameBefore(plain: string, suffixStart: number, suffixEnd: number, most: number): number | null {
  let start = suffixStart
  while (start > 0 && suffixStart - start < most) {
    const before = plain.charCodeAt(start - 1)
    if (!isChinese(before) || never[before] === 1) break
    if (suffixStart - start >= 1 && inner[before] === 1 && start - 1 > 0) break
    start--
  }
  return suffixStart - start >= 1 && suffixEnd - start >= 3 ? start : null
}

/** One cell a UTF-16 unit, 1 for the characters given. */
export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
