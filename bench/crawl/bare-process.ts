import { CheerioCrawler, Configuration, log as crawleeLog, LogLevel } from '@crawlee/cheerio'

/** CheerioCrawler on the same lists and articles, in a process of its own, as we are: it parses, picks the words, and keeps nothing. */
const [channels = '', ...origins] = process.argv.slice(2)
crawleeLog.setLevel(LogLevel.OFF)
let pages = 0
let letters = 0
const crawler = new CheerioCrawler(
  {
    minConcurrency: 40,
    maxConcurrency: 40,
    async requestHandler({ $, request, addRequests }) {
      pages += 1
      if (!request.url.endsWith('/')) {
        letters += $('h1').text().length + $('.words').text().length
        return
      }
      await addRequests(
        $('li a')
          .toArray()
          .map((link) => new URL($(link).attr('href') ?? '', request.url).href)
      )
    }
  },
  new Configuration({ persistStorage: false, purgeOnStart: true })
)
const from = performance.now()
await crawler.run(Array.from({ length: Number(channels) }, (_, n) => `${origins[n % origins.length]}/c/bare${n}/`))
const seconds = (performance.now() - from) / 1000
process.send?.([{ pages, letters, pagesPerSecond: Math.round(pages / seconds), rssMb: Math.round(process.resourceUsage().maxRSS / 1000) }], () =>
  process.exit(0)
)
