import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../adapters/web/article.ts'
import { chinaWallTime } from '../../../../core/instant.ts'

const title = '关于江北水厂管网抢修期间临时停水的通告'
const paragraphs = [
  '因江北水厂出厂主管突发渗漏，临江市水务集团定于11月23日22时起对管网实施紧急抢修，预计历时九个小时。',
  '抢修期间，江北路以东、柳荫巷以南区域将停止供水，地势较高的小区恢复供水的时间可能略有推迟，请居民提前储水备用。',
  '水务集团已在柳荫巷小学门前、临江影院东侧设置临时取水点，并安排送水车为行动不便的居民上门送水，有需要的居民可向所在社区登记。',
  '恢复供水初期，个别用户家中可能出现短时水质浑浊的情况，开启水龙头放水片刻即可正常使用。由此给您带来的不便，敬请谅解。'
]
const text = paragraphs.join('\n')
const body = paragraphs.map((paragraph) => `<p>　　${paragraph}</p>`).join('\n')
const channels = ['首页', '政务公开', '政务服务', '互动交流', '走进临江', '数据开放', '专题专栏']
const nav = `<div class="header"><div class="logo"><img alt="临江市人民政府"></div><ul>${channels.map((name) => `<li><a href="/${name}/">${name}</a></li>`).join('')}</ul></div>
  <div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/tzgg/">通知公告</a></div>`
const others = Array.from(
  { length: 9 },
  (_, n) => `<li><a href="/n${n}.html">临江市第${n + 1}季度民生实事进展公布</a><span>2026-10-1${n}</span></li>`
)
const side = `<div class="sidebar"><h3>最新公告</h3><ul>${others.join('')}</ul></div>`
const footer = `<div class="foot"><p>主办单位：临江市人民政府办公室　承办单位：临江市大数据中心</p><p>联系电话：0999-0000000　政府网站标识码：0000000000　网安备00000000000000号</p><p>版权所有：临江市人民政府　未经授权，不得转载</p></div>`

function page(head: string, middle: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body>${nav}${middle}${side}${footer}</body></html>`
}

interface Read {
  readonly title: string | null
  readonly text: string | null
  readonly at: string | null
  readonly doubtful: boolean
}

function read(html: string, url: string | null = null): Read {
  const article = readArticle(html, { url })
  const wall = article.publishedAt === null ? null : chinaWallTime(article.publishedAt)
  return {
    title: article.title,
    text: article.text,
    at: article.publishedPrecision === 'day' ? (wall?.slice(0, 10) ?? null) : wall,
    doubtful: article.doubtful
  }
}

const whole: Read = { title, text, at: '2026-11-23 20:15', doubtful: false }
const named = `<title>${title}_临江市人民政府</title>`
const line = '<div class="xx">发布时间：2026-11-23 20:15　来源：临江市水务集团　浏览次数：<span>381</span> 次</div>'
const heading = `<h1>${title}</h1>${line}`

describe('a content system leaves its own marks around the text', () => {
  test.each<[string, string]>([
    ['TRS WCM', page(named, `${heading}<div class="TRS_Editor"><style>.TRS_Editor P{line-height:2}</style>${body}</div>`)],
    ['TRS 海云', page(named, `${heading}<div class="view TRS_UEDITOR trs_paper_default trs_word">${body}</div>`)],
    [
      '大汉, by the comments of its template',
      page(named, `${heading}<table><tr><td><!--<$[信息内容]>begin-->${body}<!--<$[信息内容]>end--></td></tr></table>`)
    ],
    [
      '大汉, by the comments of its feed',
      page(
        named,
        `${heading}<div><!--ZJEG_RSS.content.begin-->${body}<!--ZJEG_RSS.content.end--></div><div>相关链接：民生实事进展，请关注临江发布。</div>`
      )
    ],
    ['方正翔宇', page(named, `${heading}<div class="k"><!--enpcontent-->${body}<!--/enpcontent--></div>`)],
    ['方正 e-paper', page(named, `${heading}<div id="ozoom"><founder-content>${body}</founder-content></div>`)],
    [
      '开普, by its tags in the body',
      page(named, `${heading}<meta name="ContentStart"><div>${body}</div><meta name="ContentEnd"><div>本文关键词有停水、抢修和储水，欢迎订阅。</div>`)
    ],
    [
      'gkmlpt',
      page(named, `<div class="content"><h1 class="title document-number">${title}</h1>${line}<div class="article-content">${body}</div></div>`)
    ],
    [
      '博达',
      page(named, `<form name="_newscontent_fromname">${heading}<div id="vsb_content"><div class="v_news_content">${body}</div></div></form>`)
    ],
    ['schema.org', page(named, `${heading}<div itemprop="articleBody">${body}</div>`)],
    ['none at all', page(named, `<div class="m1">${heading}<div class="m2">${body}</div></div>`)],
    [
      'lines broken by <br>',
      page(named, `<div class="m1">${heading}<div class="m2">${paragraphs.map((words) => `　　${words}`).join('<br><br>')}</div></div>`)
    ],
    [
      'a table as a layout',
      page(named, `<table width="100%"><tr><td><b>${title}</b></td></tr><tr><td>${line}</td></tr><tr><td>${body}</td></tr></table>`)
    ]
  ])('%s', (_, html) => {
    expect(read(html)).toEqual(whole)
  })

  test('a container that holds only the lead does not hide the rest', () => {
    const html = page(named, `${heading}<div id="detail">江北水厂管网今晚抢修，请提前储水</div><div class="m2">${body}</div>`)
    expect(read(html).text).toContain(paragraphs[3])
  })

  test('an empty container is passed over', () => {
    expect(read(page(named, `${heading}<div id="zoom"></div><div class="m2">${body}</div>`))).toEqual(whole)
  })

  test('a WeChat article as served, hidden until its script has run', () => {
    const html = `<html><head><meta property="og:title" content="${title}"></head><body><h1 id="activity-name">${title}</h1><em id="publish_time"></em>
      <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">${body}</div><script>var ct = "1795436100";</script></body></html>`
    expect(read(html)).toEqual({ ...whole, at: '2026-11-23 20:15' })
  })

  test('of a thread the first post is the article, however long a reply is', () => {
    const html = `<html><head><title>${title} - 民生 - 临江论坛 - Powered by Discuz!</title></head><body>${nav}<span id="thread_subject">${title}</span>
      <div id="post_1"><em id="authorposton1">发表于 2026-11-23 20:15</em><table><tr><td class="t_f" id="postmessage_1">${paragraphs[0]}</td></tr></table></div>
      <div id="post_2"><em id="authorposton2">发表于 2026-11-23 21:40</em><table><tr><td class="t_f" id="postmessage_2">${body}</td></tr></table></div></body></html>`
    expect(read(html)).toEqual({ ...whole, text: paragraphs[0] })
  })
})

describe('a short notice', () => {
  const words = '因管道抢修，今晚22时起江北路一带停水九小时，请提前储水。'

  test('in a known container is believed', () => {
    expect(read(page(named, `${heading}<div id="zoom"><p>${words}</p></div>`))).toEqual({ ...whole, text: words })
  })

  test('anywhere else is read without its surroundings and marked', () => {
    expect(read(page(named, `<div class="m1">${heading}<div class="m2"><p>${words}</p></div></div>`))).toEqual({
      ...whole,
      text: words,
      doubtful: true
    })
  })

  test('a page without an article has no text that is believed', () => {
    expect(read(page('<title>临江市人民政府</title>', '')).doubtful).toBe(true)
  })
})

describe('the title', () => {
  const content = `<div class="m1">${heading}<div class="m2">${body}</div></div>`

  test.each<[string, string]>([
    ["is the heading where the page's title names only the site", page('<title>临江市人民政府</title>', content)],
    ['is the heading where the title names only site and column', page('<title>通知公告_临江市人民政府网站</title>', content)],
    ['is the heading where the title is cut off', page(`<title>${title.slice(0, 12)}...</title>`, content)],
    [
      'stands in og:title and the title',
      page(`<title>${title}-停水通知-临江生活</title><meta property="og:title" content="${title}">`, `<div>${line}${body}</div>`)
    ],
    ['is followed by column and site', page(`<title>${title} - 通知公告 - 临江市人民政府</title>`, `<div>${line}${body}</div>`)],
    ['is followed by a site behind a dash', page(`<title>${title}—临江在线</title>`, `<div>${line}${body}</div>`)],
    ['stands after the site', page(`<title>临江市人民政府门户网站 ${title}</title>`, content)]
  ])('%s', (_, html) => {
    expect(read(html).title).toBe(title)
  })

  test('written with other quotation marks in the heading is the heading', () => {
    const html = page('<title>临江启动"清渠"行动 整治河道_临江在线</title>', `<h1>临江启动“清渠”行动　整治河道</h1>${line}${body}`)
    expect(read(html).title).toBe('临江启动“清渠”行动 整治河道')
  })

  test('keeps a dash of its own', () => {
    expect(read(page('<title>一座桥的三十年——老船工口述</title>', `<div>${line}${body}</div>`)).title).toBe('一座桥的三十年——老船工口述')
  })
})

describe('the time', () => {
  const at = (middle: string, head = named, url: string | null = null): string | null => read(page(head, middle), url).at
  const under = (words: string): string => `<div class="m1"><h1>${title}</h1><div class="xx">${words}</div><div class="m2">${body}</div></div>`

  test.each<[string, string, string]>([
    ['the day of signing stands before it', under('成文日期：2026年11月20日　发布日期：2026-11-23'), '2026-11-23'],
    ['the day of revision stands before it', under('更新时间：2026-11-25 09:00　发布时间：2026-11-23 20:15'), '2026-11-23 20:15'],
    ['it is in brackets', under('[ 2026-11-23 20:15 ] 【字体：大 中 小】'), '2026-11-23 20:15'],
    ['day and clock stand apart', under('<span>2026年11月23日</span><span>20:15</span><span>临江日报</span>'), '2026-11-23 20:15'],
    [
      'it stands above the title',
      `<div class="m1"><div class="xx">2026-11-23 20:15　临江日报</div><h1>${title}</h1><div class="m2">${body}</div></div>`,
      '2026-11-23 20:15'
    ],
    ['only an attribute has it', under('<span class="pub-time" data-time="1795436100000">临江日报</span>'), '2026-11-23 20:15'],
    ['only a time element has it', under('<time datetime="2026-11-23T20:15:00+08:00">周一</time>'), '2026-11-23 20:15'],
    [
      'it stands at the foot',
      `<div class="m1"><h1>${title}</h1><div class="m2">${body}</div><div class="xx">发布日期：2026-11-23 20:15</div></div>`,
      '2026-11-23 20:15'
    ]
  ])('where %s', (_, middle, wanted) => {
    expect(at(middle)).toBe(wanted)
  })

  test.each<[string, string]>([
    ['JSON-LD', `${named}<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-23T20:15:00+08:00"}</script>`],
    ['a script, written', `${named}<script>var article = {"newsTime":"2026-11-23 20:15:00","id":7}</script>`],
    ['a script, in milliseconds', `${named}<script>window.DATA = {"publishTime":1795436100000}</script>`],
    ['a meta tag of its own', `${named}<meta name="publishdate" content="2026-11-23 20:15">`]
  ])('is read from %s', (_, head) => {
    expect(at(under('临江日报'), head)).toBe('2026-11-23 20:15')
  })

  test.each<[string, string, string]>([
    ['03:05, 15:05 where the page shows that', '2026-11-23 03:05:00', '2026-11-23 15:05'],
    ['12:05, 00:05 where the page shows that', '2026-11-23 12:05:00', '2026-11-23 00:05'],
    ['09:05 where the page shows another time', '2026-11-23 09:05:00', '2026-11-23 15:20']
  ])('by a template that has twelve hours is declared as %s', (_, declared, shown) => {
    const head = `${named}<meta name="PubDate" content="${declared}">`
    const wanted = shown.endsWith(':20') ? declared.slice(0, 16) : shown
    expect(at(under(`发布时间：${shown}　来源：临江日报`), head)).toBe(wanted)
  })

  test('is read of the address that the page says is its own', () => {
    expect(at(under('临江日报'), `${named}<link rel="canonical" href="https://www.linjiang.example/tzgg/202611/t20261123_881.html">`)).toBe(
      '2026-11-23'
    )
  })

  test('is not that of the list beside it', () => {
    expect(at(under('临江日报'))).toBeNull()
  })

  test('is not the day on which the page was looked at', () => {
    expect(at(`<div class="date">今天是2026年11月28日 星期六</div>${under('临江日报')}`)).toBeNull()
  })
})

describe('what stands around the text is no part of it', () => {
  test.each<[string, string]>([
    ['who edited it and where from', `${body}<p>本文来源：临江日报　责任编辑：某某</p>`],
    ['a disclaimer', `${body}<p>免责声明：本网转载的文章仅供参考，不代表本网观点，如有侵权请联系删除。</p>`],
    ['a ban on copying', `${body}<p>本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。</p>`],
    ['buttons', `<div>字号：大 中 小</div>${body}<div>打印本页</div><div>关闭窗口</div>`],
    ['a row of counts', `<div>381</div><div>T + -</div>${body}`],
    ['the one before and the one after', `${body}<p>上一篇：临江大桥今日通车</p><p>下一篇：没有了</p>`],
    ['a list of further reading', `${body}<div><h4>相关阅读</h4><ul>${others.slice(0, 4).join('')}</ul></div>`]
  ])('%s', (_, middle) => {
    expect(read(page(named, `<div class="m1">${heading}<div class="m2">${middle}</div></div>`)).text).toBe(text)
  })

  test('but words of the story that begin like it stay', () => {
    const said = '声明是昨晚作出的，水务集团表示将按规定减免停水期间的水费，并向受影响的商户逐一致歉。'
    expect(read(page(named, `<div class="m1">${heading}<div class="m2">${body}<p>${said}</p></div></div>`)).text).toContain(said)
  })
})

describe('a page that a script draws', () => {
  test('is read of its JSON-LD', () => {
    const linked = JSON.stringify({ '@type': 'NewsArticle', headline: title, datePublished: '2026-11-23T20:15:00+08:00', articleBody: text })
    expect(read(`<html><head>${named}<script type="application/ld+json">${linked}</script></head><body><div id="app"></div></body></html>`)).toEqual(
      whole
    )
  })

  test('is read of the data that it carries, marked', () => {
    const data = JSON.stringify({ props: { page: { id: 7, title, content: body, publishTime: '2026-11-23 20:15:00' } } })
    const html = `<html><head>${named}</head><body><div id="app"></div><script id="__NEXT_DATA__" type="application/json">${data}</script></body></html>`
    expect(read(html)).toEqual({ ...whole, doubtful: true })
  })
})
