import { basename } from 'node:path'
import { systemClock } from '../adapters/clock.ts'
import { deadLettersOn } from '../adapters/dead-letters.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import { machine } from '../core/actor.ts'
import { ingestTokens, makeIngestToken, revokeIngestToken } from '../core/ingest/ingest-token.ts'
import { chinaWallTime } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import type { Source } from '../core/source.ts'
import { ingestFile } from '../crawlers/ingest/ingest-file.ts'
import { IngestSettings } from '../crawlers/ingest/settings.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import { configDirectory, type Place } from './place.ts'
import { padded } from './table.ts'

export interface IngestOptions extends Place {
  readonly bearer?: boolean
  readonly note?: string
  readonly json?: boolean
}

/** `ingest token SOURCE`, `tokens [SOURCE]`, `revoke SOURCE TOKEN`, `file SOURCE FILE…`. */
export async function ingest(action: string, names: readonly string[], options: IngestOptions): Promise<void> {
  const sources = (await loadProductConfig(configDirectory(options))).sources.filter(({ crawler }) => crawler === 'ingest')
  const [sourceId, ...rest] = names
  await withStores(
    options,
    async (stores) => {
      switch (action) {
        case 'token':
          return await makeToken(stores, sourceOf(sources, sourceId), options)
        case 'tokens':
          return await listTokens(stores, sourceId === undefined ? sources : [sourceOf(sources, sourceId)], options)
        case 'revoke':
          return await revokeToken(stores, sourceOf(sources, sourceId), rest[0])
        case 'file':
          return await importInto(stores, sourceOf(sources, sourceId), rest)
        default:
          throw new UsageError(`ingest 没有动作 ${action}；可用：token、tokens、revoke、file`)
      }
    },
    { create: true }
  )
}

function sourceOf(sources: readonly Source[], id: string | undefined): Source {
  const source = sources.find((known) => known.id === id)
  if (source !== undefined) return source
  const known = sources.map((one) => one.id).join('、') || '（没有；在 sources 中写一个 crawler: ingest 的）'
  throw new UsageError(`${id === undefined ? '请写明采集源' : `没有收推送、文件和录入的采集源 ${id}`}；可用：${known}`)
}

async function makeToken({ crawl, audit }: Stores, source: Source, { bearer = false, note = '', json = false }: IngestOptions): Promise<void> {
  const now = systemClock.now()
  const mode = bearer ? 'bearer' : 'signed'
  const { made, secret, token } = await makeIngestToken({ crawl, random: strongRandom, sha256, now }, source.id, { mode, note })
  await audit.append([{ at: now, actor: machine('cli'), action: 'ingest.token-made', subject: `${source.id}.${made.id}`, detail: `${mode};${note}` }])
  if (json)
    return await result({ source: source.id, id: made.id, mode, token: bearer ? token : `${source.id}.${made.id}`, secret: bearer ? null : secret })
  say('只显示这一次，请妥善保存；本系统只存它的散列')
  if (bearer) return await result(token)
  await result(`WANGLOU_TOKEN=${source.id}.${made.id}\nWANGLOU_SECRET=${secret}`)
}

async function listTokens({ crawl }: Stores, sources: readonly Source[], { json = false }: IngestOptions): Promise<void> {
  const rows = (await Promise.all(sources.map(async ({ id }) => (await ingestTokens(crawl, id)).map((token) => ({ source: id, ...token }))))).flat()
  if (json) {
    for (const { hash: _hash, ...row } of rows) await result(row)
    return
  }
  const words = { signed: '签名', bearer: '直接出示' } as const
  const state = (revokedAt: (typeof rows)[number]['revokedAt']): string => (revokedAt === null ? '在用' : `${chinaWallTime(revokedAt)} 撤销`)
  const lines = padded([
    ['令牌', '方式', '建立', '状态', '用途'],
    ...rows.map(({ source, id, mode, madeAt, revokedAt, note }) => [`${source}.${id}`, words[mode], chinaWallTime(madeAt), state(revokedAt), note])
  ])
  for (const line of lines) await result(line)
}

async function revokeToken({ crawl, audit }: Stores, source: Source, id: string | undefined): Promise<void> {
  if (id === undefined) throw new UsageError('请写明令牌编号，如 ingest revoke hotline 1a2b3c4d')
  const now = systemClock.now()
  const tokenId = id.split('.').at(-1) ?? id
  if (!(await revokeIngestToken(crawl, source.id, tokenId, now))) throw new UsageError(`采集源 ${source.id} 没有在用的令牌 ${id}`)
  await audit.append([{ at: now, actor: machine('cli'), action: 'ingest.token-revoked', subject: `${source.id}.${tokenId}`, detail: '' }])
  await result(`已撤销 ${source.id}.${tokenId}`)
}

async function importInto({ log }: Stores, source: Source, files: readonly string[]): Promise<void> {
  if (files.length === 0) throw new UsageError('请写明要导入的文件')
  const deps = { log, deadLetters: deadLettersOn(log, systemClock), clock: systemClock, sha256, drill: false }
  for (const file of files) {
    const { reasons, ...report } = await ingestFile(deps, source, IngestSettings.parse(source.settings), file, basename(file))
    for (const reason of reasons) say(reason)
    if (report.refused > 0) process.exitCode = 1
    await result(report)
  }
}
