import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { eventChannelOf, webhookTest } from '../../core/event-webhook.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import type { SettingsView, WebhookList, WebhookRow } from '../contract-settings.ts'
import type { KnownWebhook } from '../deps.ts'
import { noticeStateWords } from '../views/words.ts'
import { commandIdOf } from './incident-commands.ts'

const counted = 100
const taken: ReadonlySet<NoticeRow['state']> = new Set(['accepted', 'delivered', 'read', 'signed'])
const ended: ReadonlySet<NoticeRow['state']> = new Set(['failed', 'dead'])
const stateWords = { ok: '正常', failing: '送不出去', unused: '还没有推送过' } as const

/** 设置: the configuration in force, read-only, and the systems that are told of events. */
export function settingsRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, webhooks } = context

  app.get('/api/settings', { config: { access: 'system.read' } }, async (): Promise<SettingsView> => {
    const { directory, parts } = await context.settings()
    return { now: clock.now(), directory, parts: parts.map(({ settings, ...part }) => ({ ...part, settings: [...settings] })) }
  })

  app.get('/api/webhooks', { config: { access: 'api-token.manage' } }, () => list())

  app.post<{ Params: { id: string } }>(
    '/api/webhooks/:id/test',
    { config: { access: 'api-token.manage' } },
    async (request): Promise<WebhookList> => {
      const { person } = signedIn(request)
      const { id } = request.params
      await audited({ audit: stores.audit, clock }, { actor: person, action: 'webhook.test', subject: id, detail: '' }, async () => {
        const webhook = webhooks.find((one) => one.id === id)
        if (webhook === undefined) throw new NotFoundError(`没有事件推送 ${id}`)
        const key = commandIdOf(context, request, person, 'webhook-test')
        const by = { sha256: context.writer.sha256, drill: context.drill }
        await stores.notices.request([webhookTest(by, webhook, { key, at: clock.now(), by: person.name })])
      })
      return await list()
    }
  )

  async function list(): Promise<WebhookList> {
    return { now: clock.now(), counted, rows: await Promise.all(webhooks.map(rowOf)) }
  }

  async function rowOf({ id, name, url, events }: KnownWebhook): Promise<WebhookRow> {
    const rows = await stores.notices.list({ channel: eventChannelOf(id), limit: counted })
    const newest = rows.toSorted((a, b) => (a.notice.requestedAt < b.notice.requestedAt ? 1 : -1))
    const last = newest[0]
    const state = stateOf(newest)
    return {
      id,
      name,
      url,
      events: events === null ? null : [...events],
      taken: rows.filter((row) => taken.has(row.state)).length,
      waiting: rows.filter((row) => !taken.has(row.state) && !ended.has(row.state)).length,
      failed: rows.filter((row) => ended.has(row.state)).length,
      state,
      stateWords: stateWords[state],
      last:
        last === undefined
          ? null
          : {
              at: last.settledAt ?? last.notice.requestedAt,
              title: last.notice.title,
              stateWords: noticeStateWords[last.state],
              detail: last.detail,
              attempts: last.attempts
            }
    }
  }
}

/** By the newest that was tried: what waits for its first try says nothing. */
function stateOf(newest: readonly NoticeRow[]): WebhookRow['state'] {
  const tried = newest.find(({ attempts, state }) => attempts > 0 || taken.has(state) || ended.has(state))
  if (tried === undefined) return 'unused'
  return taken.has(tried.state) ? 'ok' : 'failing'
}
