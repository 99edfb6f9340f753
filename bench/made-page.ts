const sentence = '临江市水务集团二十三日通报，江北路供水管网抢修进展顺利，预计当晚恢复供水，受影响的居民可到临时取水点取水。'

/** A made news page of about so many bytes: channels, an article of some thirty paragraphs, lists of other articles, comments, scripts. */
export function madePage(index: number, bytes: number): string {
  const title = `江北路供水管网抢修第${index}次通报`
  const channels = Array.from({ length: 60 }, (_, n) => `<li class="ch-${n}"><a href="/c${n}/" target="_blank">频道${n}</a></li>`).join('')
  const paragraphs = Array.from(
    { length: 20 + (index % 20) },
    (_, n) => `<p style="text-indent:2em">　　${n}。${sentence.repeat(1 + (n % 3))}</p>`
  ).join('\n')
  const others = Array.from(
    { length: 120 },
    (_, n) => `<li><a href="/2026-11/${n}.html" title="第${n}条">临江民生实事第${n}项进展公布</a><span>11-2${n % 10}</span></li>`
  )
  const comments = Array.from(
    { length: 40 },
    (_, n) => `<div class="comment-item"><span class="user">网友${n}</span><p>什么时候来水？</p><em>11-23 21:${10 + n}</em></div>`
  )
  const head = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}_临江在线</title><style>.a{color:#333}</style></head><body>`
  const article = `<div class="main"><h1>${title}</h1><div class="info"><span>2026-11-23 20:15</span> 来源：临江在线</div><div class="words">${paragraphs}</div></div>`
  const page = `${head}<div class="nav"><ul>${channels}</ul></div>${article}<div class="side"><ul>${others.join('')}</ul></div>${comments.join('')}`
  const filler = 'window.stats.push({"k":"view","n":1});'
  const missing = Math.max(0, bytes - Buffer.byteLength(page))
  return `${page}<script>${filler.repeat(Math.ceil(missing / filler.length))}</script></body></html>`
}
