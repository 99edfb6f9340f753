import { isBylineLine, isCreditLine } from './byline-line.ts'
import { countHan } from './lines.ts'

/** What editors and buttons add anywhere in a text. */
const junk = [
  /^【(纠错|打印|关闭|字号)/,
  /^(分享到|扫一扫|打印本页|关闭窗口|返回顶部|相关阅读|相关新闻|延伸阅读|上一篇|下一篇|上一条|下一条|点击收藏)([:：]|$|\s)/,
  /^(举报|收藏)$/,
  /^(您的浏览器|抱歉，您的浏览器)/,
  /^(展开全文|查看更多|加载更多|加载中)/,
  /^[【[(（]?(字号|字体)\s*[:：]?\s*[大中小T+\-\s]*[】\])）]?$/,
  /^[【[]?(打印|关闭|收藏|分享|保存|大|中|小)[】\]]?$/
]

/** What stands below a text and speaks of the site: who answers for it and who may copy it. Only at the end, where no story goes on. */
const closings = [
  /^[（(【*]?(特别|免责|版权|郑重|重要)?(声明|聲明|提示|提醒)\s*[:：]/,
  /^Notice\s*[:：]/i,
  /(未经|未經|非經|非经).{0,14}(授权|授權|许可|許可|同意).{0,30}(不得|禁止|请勿|請勿)/,
  /(本|该|此)(网站?|网页|网站|網站|站|平台|文章?|號|号).{0,60}(不代表|仅供参考|不构成|文责自负|版权归|如有侵权|风险自担)/,
  /(图片|图文|文章|内容|素材).{0,6}(来自|来源于|源于|转自)(网络|互联网).{0,30}(侵|删|联系)/,
  /(如有|若有|涉及|如涉).{0,6}侵权.{0,20}(删除|联系|处理)/
]
const longestClosing = 320
const mostClosings = 8
const mostOpenings = 6

/** A body's lines without the title repeated on top, the line that says when and where from, counts and buttons, and the site's own words below. */
export function trimLines(lines: readonly string[], title: string | null): readonly string[] {
  return withoutClosings(withoutOpenings(lines, title).filter((line) => !isCreditLine(line) && !junk.some((pattern) => pattern.test(line))))
}

/** Takes from the top what is no text, up to the first line that says so much, or closes a sentence: the day below a short notice is its signature. */
function withoutOpenings(lines: readonly string[], title: string | null): readonly string[] {
  const wanted = title === null ? null : squeeze(title)
  const kept: string[] = []
  for (const [index, line] of lines.entries()) {
    if (index >= mostOpenings || countHan(line) >= 40 || isSentence(kept.at(-1))) return [...kept, ...lines.slice(index)]
    if (!isBylineLine(line) && !isCount(line) && squeeze(line) !== wanted) kept.push(line)
  }
  return kept
}

function isSentence(line: string | undefined): boolean {
  return line !== undefined && /[。！？；]$/.test(line)
}

/** 381, T + -, 12/30: a counter or a button. */
function isCount(line: string): boolean {
  return line.length <= 12 && /^[\d\s+\-T,.:/|]+$/.test(line)
}

function withoutClosings(lines: readonly string[]): readonly string[] {
  let end = lines.length
  while (end > 1 && lines.length - end < mostClosings && isClosing(lines[end - 1] ?? '')) end -= 1
  return lines.slice(0, end)
}

function isClosing(line: string): boolean {
  return line.length <= longestClosing && closings.some((pattern) => pattern.test(line))
}

function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '')
}
