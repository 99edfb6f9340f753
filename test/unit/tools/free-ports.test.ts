import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { PortTakenError } from '../../../tools/engines/engine-error.ts'
import { refuseTakenPorts } from '../../../tools/engines/free-ports.ts'

test('a port that another program holds is named, and one that it gives back in time is waited for', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const refused = refuseTakenPorts('Elasticsearch', [port])
  await expect(refused).rejects.toThrow(PortTakenError)
  await expect(refused).rejects.toThrow(`端口 ${port} 被别的程序占用`)
  const waiting = refuseTakenPorts('Elasticsearch', [port])
  setTimeout(() => server.close(), 200)
  await waiting
})
