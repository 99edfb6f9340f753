import { systemClock } from '../../adapters/clock.ts'
import { removeIndices } from '../../adapters/elasticsearch/remove-indices.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import { removeTopics } from '../../adapters/kafka/event-log.ts'
import { clusterOptions } from '../../cluster.ts'
import type { Account } from '../../core/ports.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { paths } from '../../dashboard-api/contract.ts'
import { loadProductConfig, startSystem, type System, type SystemRole } from '../../system.ts'
import { LivePage } from './api-live.ts'
import { clusterDesk } from './cluster-desk.ts'
import { silent } from './running-system.ts'

export interface ClusterSystems {
  /** One more process's worth of the same system. */
  start(...roles: readonly SystemRole[]): Promise<System>
  /** Closes what still runs and deletes the topics and indices. */
  remove(): Promise<void>
}

/** Several systems of one name on the engines of the tests: what many machines would run. */
export async function clusterSystems(): Promise<ClusterSystems> {
  const desk = await clusterDesk({ kafka: { partitions: { mentions: 4, assessed: 2, incidents: 2, 'dead-letters': 1 } } })
  const config = await loadProductConfig(desk.config)
  const running = new Set<System>()
  return {
    async start(...roles) {
      const system = await startSystem({
        config,
        engine: 'cluster',
        directory: desk.config,
        waiting: () => {},
        clock: systemClock,
        drill: false,
        roles,
        host: '127.0.0.1',
        port: 0,
        logger: silent
      })
      const close = system.close.bind(system)
      const tracked = {
        ...system,
        async close() {
          running.delete(tracked)
          await close()
        }
      }
      running.add(tracked)
      return tracked
    },
    async remove() {
      await Promise.all([...running].map((system) => system.close()))
      const options = clusterOptions(config.cluster, process.env, 'wanglou-test')
      await Promise.all([removeTopics(options.kafka, { logger: silent }), removeIndices(options.elasticsearch)])
      await desk.remove()
    }
  }
}

const officer: Account = {
  id: 'officer',
  login: 'officer',
  name: '值班员甲',
  roles: ['duty-officer'],
  departmentId: null,
  passwordHash: null,
  disabled: false
}

/** A page of a duty officer, live, at the dashboard of one process. */
export async function livePageAt({ stores, url }: System): Promise<LivePage> {
  if (url === null) throw new Error('this process has no dashboard')
  await stores.accounts.put(officer)
  const link = new URL(await createSignInLink({ accounts: stores.accounts, clock: systemClock, random: strongRandom, sha256 }, officer.id), url)
  const response = await fetch(new URL(paths.signInLink, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token: new URLSearchParams(link.hash.slice(1)).get('token') })
  })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return LivePage.open(url, { headers: { cookie, origin: url } })
}
