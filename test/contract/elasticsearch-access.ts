import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeElasticsearch } from '../../adapters/elasticsearch/describe.ts'
import { AccessRefusedError } from '../../core/errors.ts'
import { elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { freshPlace } from './place.ts'

/** A server that lets in only those it knows, over TLS with a certificate of an authority that Node does not know. */
export interface SecuredServer {
  readonly node: string
  readonly ca: string
  readonly username: string
  readonly password: string
  readonly apiKey: string
  close(): Promise<void>
}

export function elasticsearchAccessContract(startServer: () => Promise<SecuredServer>): void {
  describe('Elasticsearch that is secured', () => {
    let server: SecuredServer
    beforeAll(async () => {
      server = await startServer()
    }, 180_000)
    afterAll(() => server.close())
    const known = () => ({ nodes: [server.node], ca: server.ca })

    test.each(['password', 'apiKey'] as const)('takes whoever has the right %s', async (kind) => {
      const { username, password, apiKey } = server
      const auth = kind === 'password' ? { username, password } : { apiKey }
      const made = await elasticsearchPlace({ ...known(), auth })
      const { leases } = await (await freshPlace(async () => made)).open()
      expect(await leases.acquire('sweep', 'a', 0, 1000)).toEqual({ fence: 1 })
      expect((await describeElasticsearch(made.options)).nodes).toHaveLength(1)
    })

    test('refuses a wrong password, a wrong key and nobody, for good', async () => {
      for (const auth of [{ username: server.username, password: 'guessed' }, { apiKey: 'Z3Vlc3NlZDpndWVzc2Vk' }, null]) {
        const made = await elasticsearchPlace({ ...known(), auth })
        await expect(made.open()).rejects.toThrow(AccessRefusedError)
        await expect(describeElasticsearch(made.options)).rejects.toThrow(AccessRefusedError)
      }
    })

    test('is refused when its certificate is of an authority that is not known', async () => {
      const { username, password } = server
      const made = await elasticsearchPlace({ nodes: [server.node], ca: null, auth: { username, password } })
      await expect(made.open()).rejects.toThrow(AccessRefusedError)
    })
  })
}
