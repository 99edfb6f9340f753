/** Words without which a sentence states no figure of a sort: looked for first, since patterns cost more than all else. */
const words = {
  deaths:
    '死 亡 遇难 罹难 丧生 丧命 毙命 殒命 遇害 杀害 杀了 牺牲 殉职 离世 去世 身故 不治 尸体 遗体 生命 性命 人命 断气 咽气 没气 呼吸 抢救无效 无一 没了 永远离开 没救 双双 葬身 命丧 烧成焦 烧成了焦 烧成炭 烧成了炭 烧成灰 烧成了灰 嘎了 💀 无人生还 无人幸免 都走了 全走了 送命 没命 没了命 丢命 丢了命 送了命 归西 魂断 见阎王 见了阎王 殁 没能醒 没有醒 没能再醒 没活下来 没能活下来 没挺过来 没能挺过来 没能抢救 全没'.split(
      ' '
    ),
  injuries: ['伤', '挂彩', '危重', '重症', '病危', '垂危', '命悬'],
  missing: [
    '落水',
    '坠江',
    '坠河',
    '坠海',
    '卷走',
    '冲走',
    '在搜',
    '待搜',
    '捞',
    '救上',
    '上岸',
    '失踪',
    '失联',
    '下落不明',
    '失去联系',
    '联系不',
    '音讯全无',
    '生死不明',
    '生死未卜',
    '没找到',
    '未找到',
    '没有找到'
  ],
  trapped: [
    '埋了',
    '埋着',
    '埋住',
    '困了',
    '困着',
    '困住',
    '压了',
    '压着',
    '压住',
    '没救出',
    '未救出',
    '没能',
    '未能',
    '没出来',
    '没跑',
    '没逃',
    '未逃',
    '未脱',
    '没脱',
    '被困',
    '困在',
    '困于',
    '被埋',
    '埋在',
    '掩埋',
    '压在',
    '被压'
  ],
  evacuated: ['疏散', '转移', '撤离', '避险'],
  poisoned: ['中毒', '呕吐', '腹泻', '上吐下泻', '拉肚子', '头晕', '恶心'],
  treated: ['送医', '送往', '送院', '住院', '入院', '收治', '就医', '就诊'],
  loss: ['损失'],
  area: ['亩', '公顷', '平方', '平米', '千平', '百平', '万平', '余平', '多平', 'm2']
} as const satisfies Record<string, readonly string[]>

export type HarmWord = keyof typeof words

/** One bit a sort. */
export const harmBit = Object.fromEntries(Object.keys(words).map((sort, index) => [sort, 1 << index])) as Readonly<Record<HarmWord, number>>

interface Rest {
  readonly rest: string
  readonly bit: number
}

/** By the first character of a word, its other characters and its bit. */
const byFirst = new Map<number, Rest[]>()
/** The bits of a character that is a word by itself, and `mayGoOn` where others begin with it. 64 KB, read where the text's characters are. */
const alone = new Uint16Array(0x10000)
const mayGoOn = 1 << 15
for (const [sort, list] of Object.entries(words) as [HarmWord, readonly string[]][]) for (const word of list) add(word, harmBit[sort])

function add(word: string, bit: number): void {
  const first = word.charCodeAt(0)
  if (word.length === 1) {
    alone[first] = (alone[first] ?? 0) | bit
    return
  }
  alone[first] = (alone[first] ?? 0) | mayGoOn
  byFirst.set(first, [...(byFirst.get(first) ?? []), { rest: word.slice(1), bit }])
}

/** The bits of all sorts that the text has a word of between two places. */
export function harmIn(text: string, from = 0, to = text.length): number {
  let bits = 0
  for (let at = from; at < to; at++) {
    const sign = alone[text.charCodeAt(at)] ?? 0
    if (sign !== 0) bits |= bitsAt(text, at, sign)
  }
  return bits
}

/** A place of a text where a harm word begins, and its bits. */
export interface HarmPlace {
  readonly at: number
  readonly bits: number
}

/** Where words of harm stand; empty for most texts. */
export function harmPlaces(text: string): HarmPlace[] {
  const places: HarmPlace[] = []
  for (let at = 0; at < text.length; at++) {
    const sign = alone[text.charCodeAt(at)] ?? 0
    if (sign === 0) continue
    const bits = bitsAt(text, at, sign)
    if (bits !== 0) places.push({ at, bits })
  }
  return places
}

function bitsAt(text: string, at: number, sign: number): number {
  let bits = sign & ~mayGoOn
  if (bits !== sign) for (const { rest, bit } of byFirst.get(text.charCodeAt(at)) ?? []) if (text.startsWith(rest, at + 1)) bits |= bit
  return bits
}
