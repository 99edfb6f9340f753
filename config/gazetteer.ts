import { existsSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from '../core/errors.ts'
import type { GazetteerEntry } from '../core/lexicon.ts'
import { readTextFile } from './text-file.ts'

const levels = { 2: 'province', 4: 'city', 6: 'district', 9: 'street' } as const
const suffixes = /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|盟|县|旗|区)$/
const provinces = new Set(['河北', '海南', '江西', '河南'])
const peoples = /(?:[\u4e00-\u9fff]{1,3}族)+$/
/** Streets are named after roads, squares and estates that are elsewhere too. */
const ordinaryEnd = /[路道街里村园新东西南北]$/
/** Names without their suffix that are ordinary words, or borne by too much else. */
const ordinary = new Set(
  '和平 河东 河西 河北 南开 红桥 长寿 平安 大方 光明 新华 民主 方正 太平 安定 自由 东方 新城 城关 向阳 友谊 前进 胜利 朝阳 海港 桥东 桥西 长安 鼓楼 江北 江东 西湖 南湖 东湖 高明 和顺 丰满 安康 大足 普通 安居 开平 双流 永安 公安 建国 宝山 白云 大通 大兴 大同 云龙 通道 平顺 清水 大关 文化 青山 城区 郊区 矿区 东区 西区 南区 北区 城中 城东 城西 城北 城南 南山 海南 龙山 东山 西山 金山 景山 中山 中原 江南 江西区 河南区 龙门 华容 武功 富民 富裕 兴隆 武定 安化 安图 同心 英德 海丰 长武 新民 新兴 兴业 安国 平原 平和 明光 静乐 宁静 集安 集美 金门 大安 大田 大名 任县 天长 天门 仙居 正定 石门 沙湾 沙河 石城 五华 五台 三台 三门 白水 青神 玉环 雨城 裕民 易门 双江 双城 长治 长葛 中宁 合作 来宾 交口 中方 洞口 黑水 水城 太白 麒麟 芙蓉 天元 二道 双塔 钢城 江岸 湖里 海盐 平定 市南 市北 比如 资源 前锋 小店 海棠 复兴 振兴 宏伟 灯塔 平房 工农 友好 东风 爱民 无为 大观 清流 永定 莲花 万年 老城 解放 台前 会同 紫金 港口 天涯 南岸 南部 名山 石棉 延长 高台 长子 双桥 运河 路南 路北 回民 二七 民权 红旗 民乐 新市 新抚 站前 铁西 铁东 桥北 兴宁 兴庆 吉利 大方 明山 平山 平川 海城 河口 江口 江山 金山 玉山 东湖 东台 东兴 东安 东乡 东明 南丰 南城 南和 上街 下关 郊外 和静 和政 新安 新和 新河 太湖 安静 安龙 安宁 万年 万全 龙华 龙湖 永和 永顺 永春 信丰 普定 惠民 惠农 利民 爱辉 天河 天桥 天山 大东 大洼 集贤 通海 成武 昌乐 永乐 安乐 平乐 道真 色达 高台 古城 方正 平江 阳光 阳新 阳春 光泽 文成 文安 武强 青龙 黄龙 白河 红河 蓝山 金川 金沙 银海 铜山 铁山 锡山 松山 柏乡 梅县 桃城 杏花岭 柳城 竹山 荷塘 莲湖 虎林 马山 马龙 鹿城 凤凰 凤山 鹤山 雁山 鸡东 龙城 龙江 双清 双阳 三江 四方台 五原 七星 千阳 万山'.split(
    ' '
  )
)

/** When a landmark counts: always, only near another place of ours, or at the head of a report too. */
const kinds = { '': 'aliases', near: 'shared', lead: 'bare' } as const
type NameKind = (typeof kinds)[keyof typeof kinds] | 'media'

/**
 * Divisions from `divisions.tsv` (code, name): names with what people write for them; from `landmarks.tsv` (code, names, when
 * they count) what stands in one division, and from `media.tsv` (code, names) who reports on it. 市辖区 and the like are not in
 * the file.
 * @throws ConfigError naming the line that is no division, or no names of one.
 */
export async function readGazetteer(folder: string): Promise<GazetteerEntry[]> {
  const divisions = await readDivisions(folder)
  const byCode = new Map(divisions.map((entry) => [entry.code, entry]))
  const [landmarks, media] = await Promise.all([readNames(folder, 'landmarks.tsv'), readNames(folder, 'media.tsv')])
  for (const { code, kind, names, place } of [...landmarks, ...media.map((line) => ({ ...line, kind: 'media' as const }))]) {
    const entry = byCode.get(code)
    if (entry === undefined) throw new ConfigError(`${place} 区划代码 ${code} 不在 divisions.tsv 中`)
    entry[kind] = [...(entry[kind] ?? []), ...names]
  }
  return divisions
}

async function readDivisions(folder: string): Promise<GazetteerEntry[]> {
  const file = path.join(folder, 'divisions.tsv')
  const lines = (await readTextFile(file)).split('\n')
  return lines.flatMap((line, index): GazetteerEntry[] => {
    if (line === '') return []
    const [code = '', name = ''] = line.split('\t')
    const level = levels[code.length as keyof typeof levels]
    if (level === undefined || !/^\d+$/.test(code) || name.length < 2) throw new ConfigError(`${file}:${index + 1} 应是“区划代码<制表符>名称”`)
    const bare = level === 'district' && name.endsWith('区') ? bareName(name) : null
    const short = level === 'street' && /^..街道$/.test(name) ? [name.slice(0, -1)] : null
    return [{ code, name, level, aliases: aliasesOf(name, level), ...(bare && { bare }), ...(short && { shared: short }) }]
  })
}

/** Names by division; a folder without the file has none. */
async function readNames(folder: string, name: string): Promise<{ code: string; kind: NameKind; names: string[]; place: string }[]> {
  const file = path.join(folder, name)
  const text = existsSync(file) ? await readTextFile(file) : ''
  return text.split('\n').flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return []
    const [code = '', listed = '', when = ''] = line.split('\t')
    const place = `${file}:${index + 1}`
    const names = listed.split(' ').filter((one) => one !== '')
    if (names.length === 0 || names.some((one) => one.length < 2)) throw new ConfigError(`${place} 应是“区划代码<制表符>名称 名称 …”`)
    if (!Object.hasOwn(kinds, when)) throw new ConfigError(`${place} 第三栏应空白或是 near、lead，而不是“${when}”`)
    return [{ code, kind: kinds[when as keyof typeof kinds], names, place }]
  })
}

/** 和平, 河东: a district without its suffix that is an ordinary word, though none that a province goes by. */
function bareName(name: string): string[] | null {
  const short = name.slice(0, -1)
  return ordinary.has(short) && !provinces.has(short) ? [short] : null
}

function aliasesOf(name: string, level: GazetteerEntry['level']): string[] {
  if (level === 'street') return streetAliasesOf(name)
  const short = name.replace(suffixes, '').replace(peoples, '')
  if (level === 'province' && short === '内蒙古') return [short, '内蒙']
  if (short.length < 2 || short === name) return []
  // 河北, 海南, 江西 are provinces before they are anything else.
  return level !== 'province' && ordinary.has(short) ? [] : [short]
}

/** 唐家口街 for 唐家口街道, 杨柳青 for 杨柳青镇; two characters would be too many other things. */
function streetAliasesOf(name: string): string[] {
  if (name.endsWith('街道') && name.length >= 5) return [name.slice(0, -1), ...(ordinaryEnd.test(name.slice(0, -2)) ? [] : [name.slice(0, -2)])]
  return /[镇乡]$/.test(name) && name.length >= 4 && !ordinaryEnd.test(name.slice(0, -1)) ? [name.slice(0, -1)] : []
}
