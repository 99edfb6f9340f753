import { stringify } from 'yaml'
import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Mention } from '../core/mention.ts'
import type { Article } from '../core/ports.ts'
import { trySource, type Trial } from '../crawlers/guess/try-source.ts'
import { lateWeb } from '../roles/web.ts'
import { loadProductConfig, userAgentOf } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { createLogger } from './logger.ts'
import { configDirectory, type Place } from './place.ts'

/** `source test URL`: what it is, what would be taken from it, and lines for the configuration. Exit 1 when nothing could be read. */
export async function sourceTest(action: string, url: string, options: Place & { json?: boolean; allowPrivate?: boolean }): Promise<void> {
  if (action !== 'test') throw new UsageError(`source 只有 test，没有 ${action}`)
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new UsageError(`${url} 不是 http 或 https 网址`)
  const logger = createLogger()
  const web = lateWeb({ userAgent: userAgentOf(await loadProductConfig(configDirectory(options))), clock: systemClock, logger })
  try {
    const { fetch, readArticle } = await web.use()
    const silent = { ...logger, info: () => {}, warn: () => {} }
    const trial = await trySource({ fetch, readArticle, clock: systemClock, logger: silent, sha256 }, url, options.allowPrivate === true)
    if (options.json === true) await result(trial)
    else await tell(trial)
    if (trial.fault !== null || trial.guess === null || (trial.run !== null && trial.run.mentions.length === 0)) process.exitCode = 1
  } finally {
    await web.close()
  }
}

async function tell({ guess, stanza, run, article, fault }: Trial): Promise<void> {
  if (guess !== null) await result(`判断：${guess.family}（依据：${guess.because}）`)
  else if (fault === null)
    await result(
      '判断：不像列表、订阅或论坛，可能是一篇文章，或由脚本生成；请给出它的列表页。若它就是列表页，请用 crawler: portal，在 settings 里写 list: {item: 每一行的选择器, link: 行内链接的选择器}'
    )
  if (fault !== null) say(`打不开：${fault}`)
  if (article !== null) await result(`这一页读作文章：${articleWords(article)}`)
  if (run !== null) {
    const { fetched, parsed, lastError } = run.health
    await result(`试抓：取 ${fetched} 页，列出 ${parsed} 条，试取 ${run.mentions.length} 条${lastError === null ? '' : `；${lastError}`}`)
    for (const mention of run.mentions) await result(`  ${mentionWords(mention)}`)
    for (const { place, reason } of run.refused) await result(`  未取：${place}：${reason}`)
  }
  if (guess?.missing != null) await result(`还缺：${guess.missing}`)
  if (stanza === null) {
    if (guess !== null) say('本程序没有能读它的采集方式')
    return
  }
  await result('\n粘贴到采集源配置（sources）：\n')
  await result(stringify([stanza], { lineWidth: 0 }).trimEnd())
}

function mentionWords({ title, text, publishedAt, author, url }: Mention): string {
  const when = publishedAt === null ? '时间不明' : chinaWallTime(publishedAt)
  return [title ?? '（无标题）', when, author ?? '作者不明', `正文 ${text?.length ?? 0} 字`, url ?? ''].join(' | ')
}

function articleWords({ title, text, publishedAt, author, doubtful }: Article): string {
  const when = publishedAt === null ? '时间不明' : chinaWallTime(publishedAt)
  return [title ?? '（无标题）', when, author ?? '作者不明', `正文 ${text?.length ?? 0} 字${doubtful ? '（待核）' : ''}`].join(' | ')
}
