import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ConfigError } from '../core/errors.ts'
import type { GazetteerEntry } from '../core/lexicon.ts'

const levels = { 2: 'province', 4: 'city', 6: 'district', 9: 'street' } as const
const suffixes = /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|盟|县|旗|区)$/
const peoples = /(?:[\u4e00-\u9fff]{1,3}族)+$/
/** Names without their suffix that are ordinary words, or borne by too much else. */
const ordinary = new Set(
  '和平 河东 河西 河北 南开 红桥 东丽 西青 长寿 平安 大方 光明 新华 民主 方正 太平 安定 自由 东方 新城 城关 向阳 友谊 前进 胜利 朝阳 海港 桥东 桥西 长安 鼓楼 江北 江东 西湖 南湖 东湖 高明 和顺 丰满 安康 大足 普通 安居 开平 双流 永安 公安 建国 宝山 白云 大通 大兴 大同 云龙 通道 平顺 清水 大关 文化 青山 城区 郊区 矿区 东区 西区 南区 北区 城中 城东 城西 城北 城南 南山 海南 龙山 东山 西山 金山 景山 中山 中原 江南 江西区 河南区 龙门 华容 武功 富民 富裕 兴隆 武定 安化 安图 同心 英德 海丰 长武 新民 新兴 兴业 安国 平原 平和 明光 静乐 宁静 集安 集美 金门 大安 大田 大名 任县 天长 天门 仙居 正定 石门 沙湾 沙河 石城 五华 五台 三台 三门 白水 青神 玉环 雨城 裕民 易门 双江 双城 长治 长葛 中宁'.split(
    ' '
  )
)

/**
 * Divisions from `divisions.tsv` (code, name): names with what people write for them. 市辖区 and the like are not in the file.
 * @throws ConfigError naming the line that is no division.
 */
export async function readGazetteer(folder: string): Promise<GazetteerEntry[]> {
  const file = path.join(folder, 'divisions.tsv')
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index): GazetteerEntry[] => {
    if (line === '') return []
    const [code = '', name = ''] = line.split('\t')
    const level = levels[code.length as keyof typeof levels]
    if (level === undefined || !/^\d+$/.test(code) || name.length < 2) throw new ConfigError(`${file}:${index + 1} 应是“区划代码<制表符>名称”`)
    return [{ code, name, level, aliases: aliasesOf(name, level) }]
  })
}

function aliasesOf(name: string, level: GazetteerEntry['level']): string[] {
  if (level === 'street') return []
  const short = name.replace(suffixes, '').replace(peoples, '')
  if (level === 'province' && short === '内蒙古') return [short, '内蒙']
  if (short.length < 2 || short === name) return []
  // 河北, 海南, 江西 are provinces before they are anything else.
  return level !== 'province' && ordinary.has(short) ? [] : [short]
}
