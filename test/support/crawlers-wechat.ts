import { html, type Route } from './crawlers-site.ts'

export interface WechatPageTraits {
  readonly title?: string
  readonly body?: string
  readonly account?: string
  /** Empty: the script does not say. */
  readonly ct?: string
  readonly shown?: string
  readonly biz?: string
  readonly more?: string
}

/** An article as mp.weixin.qq.com serves it to anybody, in its shape and with made words. */
export function wechatArticle(traits: WechatPageTraits = {}): Route {
  const { title = '关于大桥封闭的通告', body = '<section><p>因检修封闭。</p><p><img data-src="x" alt="图片">请绕行。</p></section>' } = traits
  const { account = '临江发布', ct = '1795396320', shown = '2026年11月23日 09:12', biz = 'MzA5MDAwMDAwMA==', more = '' } = traits
  return html(`<!DOCTYPE html><html><head><meta property="og:title" content="${title}"><meta name="author" content="值班编辑">${more}</head><body>
    <h1 id="activity-name"> ${title} </h1>
    <div><span id="js_author_name">值班编辑</span><a id="js_name"> ${account} </a><em id="publish_time">${shown}</em><span id="js_ip_wording">浙江</span></div>
    <div class="rich_media_content" id="js_content" style="visibility: hidden;">${body}</div>
    <script>var biz = "${biz}"||"";var sn = "" || ""|| "0a1b2c";var mid = "" || ""|| "2650000001";var idx = "" || "" || "1";
    var ct = "${ct}";window.item_show_type = "0";</script></body></html>`)
}

/** What WeChat shows in an article's place. */
export function wechatMessage(title: string, desc = ''): Route {
  return html(`<html><head><title></title></head><body><div class="weui-msg"><h2 class="weui-msg__title">${title}</h2>
    <p class="weui-msg__desc">${desc}</p></div><script>var s = "环境正常"</script></body></html>`)
}
