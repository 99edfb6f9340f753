import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { systemRoles } from '../../system.ts'
import { elasticsearchVersion, kafkaVersion } from '../../tools/engines/archives.ts'

interface Service {
  readonly image?: string
  readonly build?: string
  readonly restart?: string
  readonly command?: readonly string[]
  readonly volumes?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits: { readonly memory: string } } }
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const project = path.resolve(import.meta.dirname, '../..')
const document = parseDocument(readFileSync(path.join(project, 'compose.yaml'), 'utf8'), { merge: true, strict: true, uniqueKeys: true })
const compose = document.toJS() as Compose
const services = Object.entries(compose.services)

describe('compose.yaml', () => {
  it('is strict YAML', () => {
    expect(document.errors).toEqual([])
    expect(document.warnings).toEqual([])
  })

  it('runs every role by itself on the cluster engine, the pipeline twice', () => {
    for (const role of systemRoles) {
      const command = compose.services[role]?.command ?? []
      expect(command.slice(0, 5)).toEqual(['start', '--engine', 'cluster', '--roles', role])
      expect(compose.services[role]?.build).toBe('.')
    }
    expect(compose.services['pipeline']?.deploy?.replicas).toBe(2)
  })

  it('has the versions of the engines that the tests run against', () => {
    expect(compose.services['kafka']?.image).toBe(`apache/kafka:${kafkaVersion}`)
    expect(compose.services['elasticsearch']?.image).toBe(`docker.elastic.co/elasticsearch/elasticsearch:${elasticsearchVersion}`)
  })

  it.each(services)('%s has a health check, a limit of memory and comes back by itself', (_, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1)
    expect(service.deploy?.resources?.limits.memory).toMatch(/^\d+[mg]$/)
    expect(service.restart).toBe('unless-stopped')
  })

  it.each(services)('%s names only services, volumes and folders that are there', (_, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(compose.services)).toContain(name)
      expect(condition).toBe('service_healthy')
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':')
      expect(source.startsWith('.') ? existsSync(path.join(project, source)) : source in compose.volumes).toBe(true)
    }
  })
})

describe('the image', () => {
  const dockerfile = readFileSync(path.join(project, 'Dockerfile'), 'utf8')

  it('runs as a user without privileges', () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/^USER node$/m)
  })

  it('leaves out what is secret, what is built and what only tests need', () => {
    const ignored = readFileSync(path.join(project, '.dockerignore'), 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.env', 'data', 'node_modules', 'dist', 'test']))
  })
})
