import { describe, expect, test } from 'vitest'
import { wallOf } from '../../../crawlers/wall.ts'

const codeOf = (html: string, url = 'https://a.example/x') => wallOf('s', 'https://a.example/x', { url, html })?.code ?? null

describe('a page without anything to read', () => {
  test.each([
    ['a title of risk control', '<title>百度安全验证</title><body></body>', 'block-page'],
    ['words of risk control', '<title>提示</title><p>当前环境异常，完成验证后即可继续访问。</p>', 'block-page'],
    ['a firewall', '<title>网站防火墙</title><p>您的请求带有不合法参数</p>', 'block-page'],
    ['a forum that wants members', '<div id="messagetext"><p>抱歉，您尚未登录，没有权限访问该版块</p></div>', 'login-wall'],
    ['a form that asks for a password', '<form><input name=u><input type="password"></form>', 'login-wall'],
    ['tags that never end, megabytes of them', '<title<input<'.repeat(300_000), null],
    ['a page that only says so in a script', '<script>var a="请登录 安全验证"</script><p>系统维护中</p>', null],
    ['a long page that has a password field somewhere', `<p>${'新闻'.repeat(400)}</p><input type="password">`, null]
  ])('%s', (_, html, code) => {
    expect(codeOf(html)).toBe(code)
  })

  test('is a wall of sign-in where the way led to one', () => {
    expect(codeOf('<p>欢迎</p>', 'https://passport.a.example/login?u=x')).toBe('login-wall')
    expect(codeOf('<p>欢迎</p>', 'https://a.example/blogin/x')).toBeNull()
  })
})
