import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import type { Policy } from '../../core/policy.ts'

const project = fileURLToPath(new URL('../../config', import.meta.url))

/** Name of the variable that holds the webhook's secret. */
export const secretVariable = 'WANGLOU_FAULTS_SECRET'

export interface FaultConfig {
  readonly directory: string
  /** Begins the name of every topic, group and index. */
  readonly clusterName: string
  readonly webhook: string
  /** Copies of every topic. */
  readonly replication: number
}

/** The configuration of a city under trial: the product's rules and policy; every notice goes to the desk's page and to one webhook. */
export async function writeFaultConfig({ directory, clusterName, webhook, replication }: FaultConfig): Promise<void> {
  await mkdir(directory, { recursive: true })
  const from = (name: string): string => path.relative(directory, path.join(project, name))
  // Thousands of notices go to one post, and each has to arrive, once, over these two channels.
  const { surge: _surge, stepUp: _stepUp, ...policy } = parse(await readFile(path.join(project, 'policy.yaml'), 'utf8')) as Policy
  const config = {
    unit: { name: '试验局', contact: '试验' },
    jurisdiction: { id: 'faults', name: '天津市', codes: ['12'], words: ['天津'], everySubject: true },
    packs: ['emergencies', 'city-management', 'enforcement', 'government-image'].map((name) => from(`packs/${name}.yaml`)),
    grading: from('grading.yaml'),
    policy: { ...policy, escalation: policy.escalation.map((step) => ({ ...step, channels: ['dashboard', 'hook'] })) },
    gazetteer: from('gazetteer'),
    lexicon: from('lexicon'),
    departments: [
      { id: 'publicity', name: '宣传处', coordinator: true },
      { id: 'emergency', name: '应急局', duties: ['爆炸', '火灾', '坍塌'], subjects: ['突发事件'] }
    ],
    contacts: [
      { id: 'desk', name: '值班席', role: 'duty-officer' },
      { id: 'leader', name: '主要领导', role: 'leader' }
    ],
    channels: { hook: { type: 'webhook', enabled: true, url: webhook, secretEnv: secretVariable } },
    sources: [],
    outlets: [],
    cluster: { name: clusterName, kafka: { partitions: { mentions: 6, assessed: 2, incidents: 2, 'dead-letters': 1 }, replication } }
  }
  await writeFile(path.join(directory, 'wanglou.yaml'), stringify(config))
}
