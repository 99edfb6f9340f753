import { BlockPageError, LoginWallError } from './errors.ts'

/** How pages of risk control call themselves: 百度安全验证, 环境异常, the walls of hosting firms. Only titles and openings are looked at. */
const blockWords =
  /安全验证|环境异常|访问(?:过于|太)?频繁|操作频繁|访问(?:被|已被)?(?:拦截|阻断|禁止|拒绝)|请求(?:被|已被)拦截|网站防火墙|云防护|安全防护|非法(?:访问|请求)|人机(?:验证|识别)|滑动验证|请完成.{0,6}验证|拖动.{0,6}滑块|just a moment|attention required|access denied|are you (?:a )?human|captcha/i
const loginWords =
  /(?:请|需要?|必须|须)先?(?:进行)?登录|登录后(?:才能|方可|可|即可|查看|继续)|尚未登录|(?:未|没有)登录|需要登录|log ?in to (?:continue|view)|sign in to continue|you must be logged in|not logged in/i
const loginPath = /(?:^|[/.?&=_-])(?:log-?in|signin|sign-in|passport|sso|cas|member\.php\?mod=logging)(?:[/.?&=_-]|$)/i
const looksAt = 2000

/**
 * What stands between us and a page in which nothing could be read: a wall that wants a sign-in, or one of risk control; null when it is
 * neither. Asked only of pages that yielded nothing, since articles may speak of 登录 and 拦截 too.
 */
export function wallOf(
  sourceId: string,
  asked: string,
  page: { readonly url: string; readonly html: string }
): LoginWallError | BlockPageError | null {
  const title = /<title[^>]*>([^<]{0,200})/i.exec(page.html)?.[1]?.trim() ?? ''
  const words = visibleWords(page.html)
  const block = blockWords.exec(title) ?? blockWords.exec(words)
  if (block !== null) return new BlockPageError(sourceId, asked, title === '' ? block[0] : title)
  const isLed = page.url !== asked && loginPath.test(new URL(page.url).pathname + new URL(page.url).search)
  const login = loginWords.exec(title) ?? loginWords.exec(words)
  const hasPassword = /<input\b[^>]{0,300}\btype\s*=\s*["']?password/i.test(page.html)
  if (isLed || login !== null || (hasPassword && words.length < looksAt / 4))
    return new LoginWallError(sourceId, asked, login?.[0] ?? (isLed ? page.url : title))
  return null
}

function visibleWords(html: string): string {
  return html
    .slice(0, 50 * looksAt)
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, looksAt)
}
