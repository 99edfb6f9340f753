import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { ServerVersionError } from '../../../../adapters/elasticsearch/errors.ts'
import { openElasticsearch } from '../../../../adapters/elasticsearch/open.ts'
import { strongRandom } from '../../../../adapters/hash.ts'
import { AccessRefusedError, UnreachableError } from '../../../../core/errors.ts'
import { cannedElasticsearch, type Answer } from '../../../support/canned-elasticsearch.ts'
import { silent } from '../../../support/elasticsearch-place.ts'

describe('opening Elasticsearch', () => {
  test('says which address cannot be reached', async () => {
    const gone = await cannedElasticsearch(() => null)
    await gone.close()
    const opening = open(gone.node)
    await expect(opening).rejects.toThrow(UnreachableError)
    await expect(opening).rejects.toThrow(gone.node)
  })

  test('says in one line that the protocol may be the mistake', async () => {
    const plain = await answering(() => healthy)
    const opening = open(plain.replace('http:', 'https:'))
    await expect(opening).rejects.toThrow(UnreachableError)
    await expect(opening).rejects.toThrow(/^Elasticsearch：[^\n]*请核对地址是 http 还是 https[^\n]*$/)
  })

  test('gives up a server that never answers after a few seconds', async () => {
    const opening = open(await answering(() => null))
    await expect(opening).rejects.toThrow(UnreachableError)
  })

  test('tells refused credentials and missing rights with the reason of the server', async () => {
    const unknown = open(await answering(() => refusal(401, 'security_exception', 'unable to authenticate user [wanglou]')))
    await expect(unknown).rejects.toThrow(AccessRefusedError)
    await expect(unknown).rejects.toThrow('unable to authenticate user [wanglou]')
    const unauthorised = open(await answering((path) => (path.startsWith('/_nodes') ? refusal(403, 'security_exception', 'no monitor') : healthy)))
    await expect(unauthorised).rejects.toThrow(AccessRefusedError)
    await expect(unauthorised).rejects.toThrow('no monitor')
  })

  test('says that a server is of another version, also when that refuses to speak to the client at all', async () => {
    const older = open(await answering(() => refusal(400, 'media_type_header_exception', 'Accept version must be either version 8 or 7')))
    await expect(older).rejects.toThrow(ServerVersionError)
    await expect(older).rejects.toThrow('9.x')
    const newer = open(await answering((path) => (path.startsWith('/_nodes') ? nodes('9.5.3', '10.0.1') : healthy)))
    await expect(newer).rejects.toThrow(ServerVersionError)
    await expect(newer).rejects.toThrow('node-1 10.0.1')
  })
})

const healthy: Answer = { status: 200, body: { cluster_name: 'city', status: 'green' } }

function nodes(...versions: string[]): Answer {
  return { status: 200, body: { nodes: Object.fromEntries(versions.map((version, index) => [`id-${index}`, { name: `node-${index}`, version }])) } }
}

function refusal(status: number, type: string, reason: string): Answer {
  return { status, body: { error: { type, reason, root_cause: [] }, status } }
}

async function answering(answer: (path: string) => Answer | null): Promise<string> {
  const server = await cannedElasticsearch(answer)
  onTestFinished(() => server.close())
  return server.node
}

function open(node: string): ReturnType<typeof openElasticsearch> {
  const options = { nodes: [node], prefix: 'test', auth: null, ca: null, shards: 1, replicas: 0, period: 'month', maxEvidenceBytes: 1 } as const
  return openElasticsearch(options, { clock: systemClock, logger: silent, random: strongRandom })
}
