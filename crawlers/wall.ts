import { BlockPageError, LoginWallError } from './errors.ts'

/** How pages of risk control call themselves: 百度安全验证, 环境异常, the walls of hosting firms. Only titles and openings are looked at. */
const blockWords =
  /安全验证|环境异常|访问(?:过于|太)?频繁|操作频繁|访问(?:被|已被)?(?:拦截|阻断|禁止|拒绝)|请求(?:被|已被)拦截|网站防火墙|云防护|安全防护|非法(?:访问|请求)|人机(?:验证|识别)|滑动验证|请完成.{0,6}验证|拖动.{0,6}滑块|just a moment|attention required|access denied|are you (?:a )?human|captcha/i
const loginWords =
  /(?:请|需要?|必须|须)先?(?:进行)?登录|登录后(?:才能|方可|可|即可|查看|继续)|尚未登录|(?:未|没有)登录|需要登录|log ?in to (?:continue|view)|sign in to continue|you must be logged in|not logged in/i
const loginPath = /(?:^|[/.?&=_-])(?:log-?in|signin|sign-in|passport|sso|cas|member\.php\?mod=logging)(?:[/.?&=_-]|$)/i
/** A page that is called nothing else. */
const loginTitle =
  /^\s*(?:(?:用户|会员|统一|身份|系统|账号|账户|个人|法人|平台|请|欢迎|先|认证)*)(?:登录|登陆|登入|log ?in|sign ?in)(?:页面?|中心|系统|注册|\/注册)?\s*(?:$|[-_|—–·].*$)/i
const blockTitle =
  /^\s*(?:百度)?(?:安全验证|环境异常|访问(?:过于|太)?频繁|访问(?:被|已被)?(?:拦截|阻断|禁止|拒绝)|网站防火墙|人机验证|滑动验证|验证码|just a moment|attention required|access denied)/i
const longestTitle = 60
const looksAt = 2000
/** Of the page itself; what stands behind is no wall. */
const openingCharacters = 200_000

/**
 * What stands between us and a page in which nothing could be read: a wall that wants a sign-in, or one of risk control; null when it is
 * neither. Asked only of pages that yielded nothing, since articles may speak of 登录 and 拦截 too.
 */
export function wallOf(
  sourceId: string,
  asked: string,
  page: { readonly url: string; readonly html: string }
): LoginWallError | BlockPageError | null {
  const title = /<title[^<>]{0,300}>([^<]{0,200})/i.exec(page.html.slice(0, openingCharacters))?.[1]?.trim() ?? ''
  const words = visibleWords(page.html)
  const block = blockWords.exec(title) ?? blockWords.exec(words)
  if (block !== null) return new BlockPageError(sourceId, asked, title === '' ? block[0] : title)
  const isLed = isLedAway(asked, page.url)
  const login = loginTitle.exec(title) ?? loginWords.exec(title) ?? loginWords.exec(words)
  if (isLed || login !== null || (hasPassword(page.html) && words.length < looksAt / 4))
    return new LoginWallError(sourceId, asked, login?.[0] ?? (isLed ? page.url : title))
  return null
}

/** The same of a page in which something could be read: its frame may ask to sign in, so only what was read of it and where it stands count. */
export function wallAround(
  sourceId: string,
  asked: string,
  page: { readonly url: string; readonly html: string },
  title: string,
  text: string
): LoginWallError | BlockPageError | null {
  const block = title.length <= longestTitle ? (blockWords.exec(text) ?? blockTitle.exec(title)) : null
  if (block !== null) return new BlockPageError(sourceId, asked, block[0])
  const isLed = isLedAway(asked, page.url)
  const login = loginTitle.exec(title) ?? loginWords.exec(text)
  const isForm = text !== '' && hasPassword(page.html) && visibleWords(page.html).length < looksAt / 4
  return isLed || login !== null || isForm ? new LoginWallError(sourceId, asked, login?.[0] ?? (isLed ? page.url : title)) : null
}

/** The address of a page that signs people in. */
export function leadsToLogin(address: string): boolean {
  const { pathname, search, hostname } = new URL(address, 'https://page.invalid/')
  return loginPath.test(`${hostname}${pathname}${search}`)
}

function isLedAway(asked: string, url: string): boolean {
  return url !== asked && loginPath.test(new URL(url).pathname + new URL(url).search)
}

function hasPassword(html: string): boolean {
  return /<input\b[^<>]{0,300}\btype\s*=\s*["']?password/i.test(html.slice(0, openingCharacters))
}

function visibleWords(html: string): string {
  return html
    .slice(0, 50 * looksAt)
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, looksAt)
}
