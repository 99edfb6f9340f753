import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../adapters/web/article.ts'
import { parseInstant } from '../../../../core/instant.ts'

const paragraphs = [
  '临江市应急管理局11月23日通报，当日9时12分，位于高新区的一处仓库发生火情，消防救援力量第一时间到场处置，明火于10时40分扑灭。',
  '经初步核查，火情未造成人员伤亡，周边群众已有序疏散，环境监测部门在下风向布设了三个监测点位，数据均在正常范围之内。',
  '事故原因正在调查之中，有关进展将及时向社会公布，请市民以官方发布为准，不信谣、不传谣。'
]
const body = paragraphs.map((text) => `<p>${text}</p>`).join('')
const nav = `<div class="nav"><a href="/">首页</a><a href="/news">新闻中心</a><a href="/gov">政务公开</a></div>`
const side = `<div class="right"><ul>${Array.from({ length: 8 }, (_, n) => `<li><a href="/n${n}.html">高新区召开第${n}次工作会议</a> <span>2026-11-2${n}</span></li>`).join('')}</ul></div>`

describe('a government page', () => {
  const page = `<html><head><title>火情通报-临江市人民政府</title><meta name="SiteName" content="临江市人民政府"><meta name="ArticleTitle" content="关于高新区仓库火情的通报">
    <meta name="PubDate" content="2026-11-23 11:05"><meta name="ContentSource" content="本网"></head>
    <body>${nav}<h1>临江市人民政府</h1><div id="UCAP-CONTENT">${body}<p>责任编辑：某某</p></div>${side}</body></html>`

  test('is read by its meta tags and container', () => {
    expect(readArticle(page, { url: null })).toEqual({
      title: '关于高新区仓库火情的通报',
      text: paragraphs.join('\n'),
      publishedAt: parseInstant('2026-11-23T11:05:00+08:00'),
      publishedPrecision: 'minute',
      author: null,
      source: '临江市人民政府',
      doubtful: false
    })
  })

  test('gives way to the selectors of its source', () => {
    const article = readArticle(page, { url: null, selectors: { title: 'h1', body: '#UCAP-CONTENT p:first-of-type' } })
    expect(article).toMatchObject({ title: '临江市人民政府', text: paragraphs[0] })
  })
})

describe('a news page', () => {
  const page = (
    line: string
  ): string => `<html><head><title>高新区仓库火情已扑灭_临江在线</title></head><body>${nav}<div class="main"><h1>高新区仓库火情已扑灭</h1>
    <div class="byline">${line}</div><div class="words">${body}</div></div>${side}<div class="footer">版权所有 2026-01-01</div></body></html>`

  test('is read without any hint, and dates beside it are not its own', () => {
    expect(readArticle(page('2026年11月23日 11:05　来源：临江日报　作者：某记者'), { url: null })).toEqual({
      title: '高新区仓库火情已扑灭',
      text: paragraphs.join('\n'),
      publishedAt: parseInstant('2026-11-23T11:05:00+08:00'),
      publishedPrecision: 'minute',
      author: '某记者',
      source: '临江日报',
      doubtful: false
    })
  })

  test('understands 昨天 only with the moment of looking', () => {
    const line = '昨天 11:05　来源：临江日报'
    expect(readArticle(page(line), { url: null, observedAt: parseInstant('2026-11-24T08:00:00+08:00') }).publishedAt).toBe(
      parseInstant('2026-11-23T11:05:00+08:00')
    )
  })

  test('with a day only is precise to the day', () => {
    expect(readArticle(page('2026-11-23'), { url: null })).toMatchObject({
      publishedAt: parseInstant('2026-11-23T00:00:00+08:00'),
      publishedPrecision: 'day'
    })
  })

  test('without a time takes the day of its path, and without that stays unknown', () => {
    const bare = `<html><head><title>高新区仓库火情已扑灭</title></head><body><h1>高新区仓库火情已扑灭</h1><div>${body}</div></body></html>`
    expect(readArticle(bare, { url: 'https://linjiang.example/202611/t20261123_881.html' })).toMatchObject({ publishedPrecision: 'day' })
    expect(readArticle(bare, { url: 'https://linjiang.example/a/881.html' })).toMatchObject({
      publishedAt: null,
      publishedPrecision: null,
      author: null,
      source: null
    })
  })

  test("the story's own dates are not taken for the page's", () => {
    const story = `<html><head><title>老桥的故事</title></head><body><h1>老桥的故事</h1><p>1998年7月1日，${paragraphs[0]}${paragraphs[1]}</p><p>${paragraphs[2]}</p></body></html>`
    expect(readArticle(story, { url: null }).publishedAt).toBeNull()
  })
})

describe('other shapes', () => {
  test('a short notice that looks like navigation is read, and marked', () => {
    const page = `<html><head><title>停水通知</title></head><body>${nav}<table><tr><td>因管道抢修，江北路一带今日停水六小时。</td></tr></table></body></html>`
    expect(readArticle(page, { url: null })).toMatchObject({ title: '停水通知', text: '因管道抢修，江北路一带今日停水六小时。', doubtful: true })
  })

  test('a WeChat article', () => {
    const page = `<html><head><meta property="og:title" content="火情通报"></head><body><h1 id="activity-name"> 火情通报 </h1><a id="js_name">临江发布</a><em id="publish_time">2026年11月23日 11:05</em>
      <div id="js_content" style="visibility: visible;">${body}</div></body></html>`
    expect(readArticle(page, { url: null })).toMatchObject({
      title: '火情通报',
      source: '临江发布',
      text: paragraphs.join('\n'),
      publishedAt: parseInstant('2026-11-23T11:05:00+08:00')
    })
  })

  test('an e-paper, whose <title> names the paper alone', () => {
    const page = `<html><head><title>临江日报</title></head><body><h1>头版头条新闻标题</h1><div id="ozoom">${body}</div></body></html>`
    expect(readArticle(page, { url: null }).title).toBe('头版头条新闻标题')
    const masthead = page.replace('<h1>', '<h1>临江日报</h1><h2>').replace('标题</h1>', '标题</h2>')
    expect(readArticle(masthead, { url: null }).title).toBe('头版头条新闻标题')
  })

  test('a Discuz! thread', () => {
    const page = `<html><head><title>仓库又着火了 - 临江论坛</title></head><body><span id="thread_subject">仓库又着火了</span><div id="postlist"><div id="post_1"><em id="authorposton1">发表于 2026-11-23 11:05</em>
      <table><tr><td class="t_f" id="postmessage_1">${paragraphs[0]}</td></tr></table></div></div></body></html>`
    expect(readArticle(page, { url: null })).toMatchObject({ title: '仓库又着火了', text: paragraphs[0] })
  })

  test('share buttons and lists of links inside the text are left out', () => {
    const page = `<html><head><title>火情通报</title></head><body><h1>火情通报</h1><div class="article-content">${body}<div class="share-box">微信 微博 QQ空间</div>
      <ul><li><a href="/1">高新区召开会议部署</a></li><li><a href="/2">临江大桥今日通车</a></li><li><a href="/3">江北路改造完成</a></li></ul></div></body></html>`
    expect(readArticle(page, { url: null }).text).toBe(paragraphs.join('\n'))
  })
})

describe('hostile pages', () => {
  test.each([
    ['nothing', ''],
    ['only text', '临江'],
    ['an open tag', '<div'],
    ['a million levels', '<div>'.repeat(200_000)],
    ['a table in a table', '<table><tr><td>'.repeat(50_000)],
    ['unclosed spans', '<span>'.repeat(100_000)],
    ['many words in many levels', `${'<div>'.repeat(490)}${'<p>临江</p>'.repeat(20_000)}`],
    ['brackets', '<'.repeat(500_000)],
    ['an endless attribute', `<p ${'x'.repeat(500_000)}`],
    ['broken entities', '&#xffffffff;&#0;&bogus;'.repeat(1000)]
  ])('%s does no harm', (_, page) => {
    expect(() => readArticle(page, { url: null })).not.toThrow()
  })

  test('a page nested too deep still gives its words, marked', () => {
    const article = readArticle(`<title>深</title>${'<div>'.repeat(5000)}临江市应急管理局通报${'</div>'.repeat(5000)}`, { url: null })
    expect(article).toMatchObject({ title: '深', doubtful: true })
    expect(article.text).toContain('临江市应急管理局通报')
  })
})
