/** What a byline is made of, each matched at the place where the one before ended. Whatever is none of it says something, and is text. */
const day = String.raw`(?:\d{4}|\d{2}(?=年))\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|(?:\d{1,2}月\d{1,2}日|今天|昨天|前天|刚刚|\d+\s*(?:秒|分钟|小时|天)前)`
const weekday = String.raw`(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?`
const time = String.raw`(?:[T\s]*\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{1,2}秒?|分)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?`
const moment = `(?:${day})${weekday}${time}`
const published = String.raw`(?:信息|文章|新闻|稿件|本文|首次)?(?:发布|發布|发表|發表|发稿|刊发|刊登|更新|上网|公开|上传|录入|添加|发帖)(?:时间|時間|日期|于|於)?\s*[:：]?\s*`
const name = String.raw`[^\s，。；！？：:、|｜丨()（）【】\[\]]{1,30}`
const credit = String.raw`(?:责任编辑|責任編輯|网络编辑|本文编辑|新媒体编辑|编辑|責編|责编|作者|记者|通讯员|撰文|撰稿|供稿|摄影|文字|图片|审核|審核|初审|复审|终审|审签|签发|校对|监制|统筹|编审|值班主任|文|图|文/图|图/文)`
/** A name of four characters, or of more where it is that of an office: 图：河东路车祸现场 is a caption. */
const person = String.raw`(?:[\p{Script=Han}]{1,16}(?:编辑部|[网报社台局委办府院部站室组科处]|中心|发布|频道|客户端)(?!\p{Script=Han})|(?:\p{Script=Han}{1,4}|\p{Script=Han}+(?:[·•]\p{Script=Han}+)+)(?:_[A-Z]*\d+)?(?!\p{Script=Han})|[A-Za-z0-9_.·\-]{1,20})`
const furtherPerson = String.raw`(?:[\s、,，/]+(?!${credit}\s*[:：/])(?:[\p{Script=Han}·•]{1,4}(?![\p{Script=Han}\d])|[A-Za-z0-9_.\-]{2,12}(?!\p{Script=Han})))`
const counter = String.raw`(?:浏览|阅读|点击|访问|评论|跟帖|人气|查看|点赞|参与)(?:次数|人数|量|数)?\s*[:：]?\s*[\d,.]*万?\s*(?:次|人|条)?`
const button = String.raw`(?:(?:字号|字体|选择字号|视力保护色)\s*[:：]?|默认|超大|特大|大|中|小|加大|减小|打印本页|打印|关闭窗口|关闭|收藏|分享到|分享|保存|微信|微博|纠错|[+\-AT](?![A-Za-z0-9]))`
/** A medium or an office without a label, as it stands beside a time. */
const office = String.raw`[\p{Script=Han}A-Za-z0-9]{1,14}(?:网|报|社|台|局|委|办|府|院|部|站|号|厅|在线|客户端|发布|中心|频道|论坛|周刊|杂志)(?![\p{Script=Han}\d])`

const part = (words: string): RegExp => new RegExp(words, 'uy')
const separators = part(String.raw`[\s|｜丨·•,，、;；()（）【】\[\]/\-—_]*`)
const parts = {
  published: part(`${published}${moment}`),
  moment: part(moment),
  labelledMoment: part(String.raw`(?:时间|時間|日期)\s*[:：]\s*${moment}`),
  source: part(String.raw`(?:信息|稿件|文章|新闻|本文)?(?:来\s*源(?:于)?|來\s*源)\s*[:：]\s*(?:${name}(?:\s+[A-Za-z]+)*)?`),
  credit: part(String.raw`(?:本报|本网|见习|实习)?${credit}\s*[:：/]\s*(?:${person}${furtherPerson}*)?`),
  counter: part(counter),
  button: part(button),
  office: part(office)
} as const
type Part = keyof typeof parts

/** The kinds of parts that a line consists of, in their order; null where it says anything else. */
function partsOf(line: string): readonly Part[] | null {
  const found: Part[] = []
  let at = 0
  for (;;) {
    at = endOf(separators, line, at) ?? at
    if (at >= line.length) return found
    const next = (Object.keys(parts) as Part[]).find((kind) => {
      const end = endOf(parts[kind], line, at)
      if (end === null || end === at) return false
      at = end
      return true
    })
    if (next === undefined) return null
    found.push(next)
  }
}

function endOf(pattern: RegExp, line: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(line) ? pattern.lastIndex : null
}

const longest = 160

/**
 * A line that says when, where from and by whom a text was published, and nothing else. 时间：5月1日 alone may be the time of what is told,
 * and a name alone may be anything.
 */
export function isBylineLine(line: string): boolean {
  const found = line.length > longest ? null : partsOf(line)
  if (found === null) return false
  if (found.some((kind) => kind === 'published' || kind === 'moment' || kind === 'source' || kind === 'credit')) return true
  return found.includes('labelledMoment') && found.length > 1
}

/** A line that names who edited and checked a text, and nothing else: it may stand anywhere. */
export function isCreditLine(line: string): boolean {
  const found = line.length > longest ? null : partsOf(line)
  return found !== null && (found[0] === 'credit' || (found[0] === 'source' && line.includes('本文来源'))) && found.every((kind) => kind !== 'office')
}
