import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Files in PEM. */
export interface ServerCertificate {
  /** Of the authority that signed it: what a client must trust. */
  readonly ca: string
  readonly certificate: string
  readonly key: string
}

const request = (name: string, extensions: string): string => `[req]
distinguished_name = name
prompt = no
[name]
CN = ${name}
[extensions]
${extensions}
`

/** By `openssl`: an authority of its own and a certificate for `localhost` and 127.0.0.1, valid for 30 days. */
export async function makeCertificate(directory: string): Promise<ServerCertificate> {
  await mkdir(directory, { recursive: true })
  const file = (name: string): string => path.join(directory, name)
  await writeFile(file('ca.cnf'), request('wanglou engines', 'basicConstraints = critical,CA:true\nkeyUsage = keyCertSign,cRLSign'))
  await writeFile(file('server.cnf'), request('localhost', 'subjectAltName = DNS:localhost,IP:127.0.0.1\nextendedKeyUsage = serverAuth'))
  const newKey = ['-newkey', 'rsa:2048', '-nodes']
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: directory })
  await openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-config', 'ca.cnf', '-extensions', 'extensions')
  await openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-config', 'server.cnf')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'server.cnf', '-extensions', 'extensions']
  await openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signing)
  return { ca: file('ca.pem'), certificate: file('server.pem'), key: file('server.key') }
}
