/** What pages and platforms write where something stood that was taken away. Read in short texts only: an article may speak of deletions too. */
const sayings = [
  /(?:该|此|这篇|这条|您?访问的|您?查看的|要查看的|当前|抱歉|对不起).{0,12}(?:内容|文章|帖子|帖|主题|微博|视频|作品|笔记|页面|信息|新闻|稿件|回复|评论).{0,10}(?:已被?|已经被?|被)[^，。;；]{0,8}(?:删除|屏蔽|下架|撤稿|撤下|隐藏|移除)/,
  /(?:内容|文章|帖子|主题|微博|视频|作品|笔记|页面|信息|新闻|稿件)(?:已被?|已经被?|被)(?:发布者|作者|楼主|管理员|版主|系统|用户)?(?:自行)?(?:删除|屏蔽|下架|撤稿|撤下|移除)/,
  /(?:内容|文章|帖子|主题|微博|视频|作品|笔记|页面|信息|稿件)(?:不存在|已不存在|不可见|无法查看|已失效)/,
  /因(?:违规|涉嫌违反|投诉)[^。]{0,20}(?:无法查看|已被屏蔽|被删除|不可见)/,
  /(?:没有找到|找不到)(?:您|你)?(?:要)?(?:访问|查看|浏览)?的(?:页面|文章|帖子|主题|内容)/
] as const

const shortText = 300

/** The words by which a short text says that what stood here is gone; null where it does not. */
export function saysDeleted(text: string): string | null {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  if (plain.length > shortText) return null
  const found = sayings.some((saying) => saying.test(plain.replaceAll(' ', '')))
  return found ? plain.slice(0, 120) : null
}
