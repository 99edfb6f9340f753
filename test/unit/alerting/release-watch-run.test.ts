import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { openEmbedded } from '../../../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../../../adapters/hash.ts'
import { startAlerting } from '../../../alerting/run.ts'
import { machine } from '../../../core/actor.ts'
import { approveWording } from '../../../core/incident/approve-wording.ts'
import { draftWording } from '../../../core/incident/draft-wording.ts'
import { create, update, type IncidentWriter } from '../../../core/incident/update.ts'
import type { Stores } from '../../../core/ports.ts'
import { contacts, opened } from '../../support/alerting-ladder.ts'
import { until } from '../../support/alerting-notices.ts'
import { RecordingLogger } from '../../support/alerting-stores.ts'
import { anchor, leader, officer } from '../../support/incidents.ts'
import { mentionOf } from '../../support/mention.ts'
import { ReleaseWeb } from '../../support/release-web.ts'

const wording = '临江区一化工厂发生爆炸，造成12人死亡。救援正在进行，原因正在调查。'
const url = 'https://city.example/2031/tb1.html'
let directory: string
let stores: Stores & { close(): Promise<void> }

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wanglou-release-'))
  stores = await openEmbedded({ directory, clock: systemClock, lock: false })
})
afterEach(async () => {
  await stores.close()
  await rm(directory, { recursive: true })
})

test('what an account of our own publishes is found by the running role on the real engine, and it closes while it looks', async () => {
  const web = new ReleaseWeb(systemClock)
  web.pages.set(url, { text: wording, publishedAt: systemClock.now() })
  const writer: IncidentWriter = { store: stores.incidents, sha256, announce: () => Promise.resolve() }
  const logger = new RecordingLogger()
  const alerting = startAlerting({
    stores,
    writer,
    contacts,
    clock: systemClock,
    logger,
    random: strongRandom,
    sha256,
    holder: 'a',
    drill: false,
    channels: {},
    publishing: {
      outlets: web.outlets.map((outlet) => ({ ...outlet, watch: [] })),
      ownSources: new Set(['our-weibo']),
      releases: () => Promise.resolve(web.releases)
    }
  })
  try {
    const now = systemClock.now()
    await create(writer, 'inc-1', { at: now, actor: machine('pipeline'), cause: 'open' }, opened('II', [anchor('first-published', now)]), null)
    const by = { now, actor: leader }
    await update(writer, 'inc-1', { at: now, actor: officer, cause: 'draft' }, (state) =>
      draftWording(state, { text: wording }, { now, actor: officer })
    )
    await update(writer, 'inc-1', { at: now, actor: leader, cause: 'approve' }, (state) => approveWording(state, { version: 1 }, by))
    const posts = ['our-weibo', 'another'].map((sourceId) => mentionOf({ sourceId, url: sourceId === 'our-weibo' ? url : 'https://city.example/no' }))
    await stores.log.append(
      'mentions',
      posts.map((post) => ({ key: post.id, value: JSON.stringify(post) }))
    )
    await until(async () => ((await stores.incidents.get('inc-1'))?.state.releaseProposals ?? []).length > 0)
    expect(web.asked).toEqual([url])
    expect((await stores.incidents.get('inc-1'))?.state.countdowns[0]?.settled).toBeNull()
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  } finally {
    await alerting.close()
  }
})
