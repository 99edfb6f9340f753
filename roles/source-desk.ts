import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { unlessAbsent } from '../adapters/unless-absent.ts'
import { cutText } from '../core/cut-text.ts'
import { Source } from '../core/source.ts'
import type { SourceDesk, SourceTrial } from '../core/source-trial.ts'
import { sourceSettings } from '../crawlers/settings.ts'
import { trySource, type Trial } from '../crawlers/guess/try-source.ts'
import type { Ground } from './ground.ts'

const examples = fileURLToPath(new URL('../config/examples', import.meta.url))
const textShown = 200
const unrecognised =
  '不像列表、订阅或论坛：可能是一篇文章，或由脚本生成。请给出它的列表页；若它就是列表页，请在配置文件里用 crawler: portal 写明选择器'

/** Looks at addresses for who adds a source on the screen. */
export function openSourceDesk(ground: Pick<Ground, 'web' | 'clock' | 'logger' | 'sha256'>): SourceDesk {
  return {
    async look(url) {
      const { fetch, readArticle } = await ground.web()
      const quiet = { ...ground.logger, info: () => {}, warn: () => {} }
      return trialOf(await trySource({ ...ground, fetch, readArticle, logger: quiet }, url, false))
    },
    templates: readTemplates
  }
}

function trialOf({ guess, stanza, run, fault }: Trial): SourceTrial {
  const source = stanza === null ? null : Source.safeParse(stanza)
  return {
    family: guess?.family ?? null,
    because: guess?.because ?? (fault === null ? unrecognised : ''),
    fault: fault ?? run?.health.lastError ?? null,
    missing: guess?.missing ?? null,
    source: source?.success === true ? source.data : null,
    stanza: stanza === null ? '' : stringify([stanza], { lineWidth: 0 }).trimEnd(),
    visited: run === null ? null : { fetched: run.health.fetched, parsed: run.health.parsed },
    items: (run?.mentions ?? []).map(({ title, text, publishedAt }) => ({
      title: cutText(title ?? '（没有标题）', textShown),
      at: publishedAt,
      text: cutText(text ?? '', textShown)
    })),
    refused: (run?.refused ?? []).map(({ place, reason }) => `${place}：${reason}`)
  }
}

/** Of every example that comes with the program, what is a source by itself: no file of this machine, no private address. */
async function readTemplates(): Promise<readonly Source[]> {
  const folders = await readdir(examples, { withFileTypes: true })
  const lists = await Promise.all(folders.filter((one) => one.isDirectory()).map((one) => readList(path.join(examples, one.name, 'sources.yaml'))))
  const found = new Map<string, Source>()
  for (const raw of lists.flat()) {
    const parsed = Source.safeParse(raw)
    if (!parsed.success) continue
    const { id, crawler, settings, allowPrivate } = parsed.data
    if (!allowPrivate && !('cookie' in settings) && !('folder' in settings) && sourceSettings[crawler].safeParse(settings).success)
      found.set(id, parsed.data)
  }
  return [...found.values()]
}

async function readList(file: string): Promise<unknown[]> {
  const text = await unlessAbsent(readFile(file, 'utf8'), null)
  const value: unknown = text === null ? [] : parse(text)
  return Array.isArray(value) ? value : []
}
