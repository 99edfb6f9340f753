import { passagesOf } from './fold-wording.ts'

const published =
  '(?:通报|公告|通告|声明|说明|回应|稿件?|文稿?|文章|推文|帖子|贴文|微博|页面?|网页|消息|信息|内容|报道|情况|伤亡(?:情况|人数|数字)|数据|表述|文字)'
/** How a page speaks of itself and of nothing else. */
const itself = `(?:本[篇则条份次]?(?:情况)?${published}|[此该]文?稿件?|上文|前文)`
/** What may speak of the page, or of what others say. */
const something = `(?:(?:上述|以上|前述|此前|先前|之前|原先?|此|该|这[篇则条份个])(?:所?发布)?的?(?:情况)?${published}|以上|此前的?发布)`
/** Words that may stand between the two and change nothing. */
const between =
  '(?:内容|信息|部分|有关|相关|中?的?(?:数字|数据|表述)|[,，、:： ]|因[^,，。;；!！?？\\n]{1,16}[,，]|经(?:核实|核查|查|调查|审核)|现|已经?|均|全部|都|系|属于?|为|是|存在|严重|有|予以?|特此|应|将|被(?:作者|编辑|本[局网站]|我[局委市县区办])?|由[^,，。]{1,8}|纯|系统(?:故障|测试)|与(?:事实|实际)(?:情况)?|我[局委市县区办]|决定|于?今[日天]|即日起|正式|工作人员|编辑|操作(?:失误)?)'
const withdrawn =
  '(?:不再有效|停止使用|误推送?|推送错误|误报|错报|演练(?:内容|脚本|稿|信息|所用)|误发|错发|撤回|撤销|撤稿|撤下|收回|作废|废止|失效|无效|尚未(?:正式|对外)?发布|未(?:正式|对外)发布|未经(?:审核|批准)|仅供(?:内部|审阅|测试|审核))'
const denied =
  '(?:不符|虚构|并非[^,，。;；\\n]{0,10}(?:发布|发出|属实|事实|真实)|不实|删除|测试(?:内容|信息|稿|所用)|失实|误传|未经核实|伪造|谣传|有误|误|错误|虚假|谣言|假消息|不准确|不属实)'
/** Marks of a page that is not out yet, or not any more. */
const mark =
  /拟(?:对外)?发布(?:稿|内容|口径)?[:：]|仅供内部(?:审阅|审核|参考|使用|传阅)|[(（【[](?:送审|审核|审阅|征求意见|讨论|内部|待审|待发)稿[)）】\]]|[(（【[]已?(?:撤稿|撤回|撤销|作废|失效|废止)[)）】\]]|内部(?:资料|文件)[,，]?(?:请勿|不得|严禁)(?:外传|公开|转发)/
const takesBack = new RegExp(
  `${itself}${between}{0,6}(?:${withdrawn}|${denied})|${something}${between}{0,6}${withdrawn}|误将?(?:[本此该]|上述)[稿文通消信内][^,，。;；\\n]{0,6}(?:发出|发布|推送|上传)|(?:^|[。!！?？;；,，:：\\n])(?:现|特此|决定|予以?|即日起|我[局委市县区办]){0,3}(?:撤回|撤销|收回|废止)(?:本|此|该|上述|以上|前述|此前|原)(?:的|所?发布的?)?[^,，。;；\\n]{0,10}?(?:通报|公告|通告|声明|稿|文|消息|信息|内容)`,
  'gu'
)
const deniesSomething = new RegExp(
  `${something}${between}{0,6}${denied}|(?:从未|未曾|没有|并未)(?:对外|正式)?发布过?${something}|请(?:大家|各位|公众)?(?:忽略|勿采信|勿转发)${something}`,
  'g'
)
const corrected = /更正[^\p{L}\n]{0,3}[^。;；,，\n]{0,16}(?:有误|不实|错误|不准确)/gu
/** A correction names an older text before it says what is so. */
const older = /^[^\p{L}]*(?:(?:现|特此|决定|予以?|即日起|我[局委市县区办]){0,3}(?:撤回|撤销|收回|废止))?(?:此前|先前|之前|原|更正)/u
/** Whose older text it is: that of somebody else is none of ours. */
const ofOurs = /(?:^|[^\p{L}\p{N}]|[我本][局委市县区办]|[现将对经因])$/u
const lead = 60
/** A page that says that itself was wrong begins so. */
const corrects = /(?:更正|订正|勘误|纠错|致歉|撤稿|撤回)[^。\n]{0,20}$/
/** Somebody else's words, or a question: what is called untrue behind them is those. */
const hearsay =
  /网传|网上|网络|网民|网友|网帖|有人|传言|传闻|谣言|谣传|流传|传播|散布|自媒体|微信群|朋友圈|短视频|消息称|据传|疑似|某(?:平台|账号)|爆料|编造|属实|是否|问[:：]|记者问|提问/
/** Not said, but thought of. */
const supposed = /(?:如果?|若|假如|倘若|一旦|凡|发现|是否|认为)[^。!！?？;；,，\n]{0,12}$/
const sentenceEnd = /[。!！?？;；\n]/

/**
 * The words with which a page takes back what it carries: that itself (本通报, 此稿, 上文) is untrue, void, withdrawn, sent by mistake or
 * not published yet. What it says of a rumour is none. Null where it says nothing of the kind, or only what `approved` says too.
 */
export function pageRetraction(page: string, approved = ''): string | null {
  const there = page.normalize('NFKC')
  const own = approved.normalize('NFKC')
  const [opening = ''] = passagesOf(own)
  const begins = opening === '' ? lead : there.indexOf(opening.split('，')[0] ?? '')
  const isNews = (words: string, at: number): boolean =>
    !own.includes(words) &&
    !supposed.test(there.slice(Math.max(0, at - 16), at)) &&
    !(older.test(words) && (at < begins || !ofOurs.test(there.slice(Math.max(0, at - 2), at))))
  for (const { 0: words, index } of there.matchAll(takesBack)) if (isNews(words, index)) return trimmed(words)
  for (const { 0: words, index } of there.matchAll(deniesSomething)) {
    if (isNews(words, index) && !isOfOthers(there, index)) return trimmed(words)
  }
  for (const { 0: words, index } of there.matchAll(corrected)) if (isNews(words, index)) return trimmed(words)
  const [marked] = mark.exec(there) ?? []
  return marked === undefined || own.includes(marked) ? null : marked
}

/** `该消息` behind a rumour is the rumour: it is told in the same sentence or the one before. */
function isOfOthers(text: string, at: number): boolean {
  const [before = '', last = ''] = text
    .slice(Math.max(0, at - 200), at)
    .split(sentenceEnd)
    .slice(-2)
  const led = last === '' ? before : `${before}。${last}`
  return hearsay.test(led) && !corrects.test(last)
}

function trimmed(words: string): string {
  return words.replace(/^[^\p{L}]+/u, '')
}
