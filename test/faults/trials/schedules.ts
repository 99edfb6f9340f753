import { sample } from 'fast-check'
import { elasticsearchPlace } from '../../support/elasticsearch-place.ts'
import { readIncidents, readNotices } from '../../support/fault-reading.ts'
import type { Trial } from '../../support/fault-trial.ts'
import { kafkaPlace } from '../../support/kafka-place.ts'
import { faultsOf } from '../../support/schedule-verdict.ts'
import { playSchedule } from '../../support/schedule-world.ts'
import { schedule } from '../../support/schedules.ts'

const count = 30
const mostMoments = 6

/**
 * Schedules of crashes, clock jumps and replicas around the boundaries of phases, beside each other on one index, each with two
 * processes' clients: each phase once, in order, no notice doubled or lost. Incidents are read again by plain HTTP.
 */
export const schedules: Trial = {
  name: 'schedules',
  short: false,
  async run({ engines, seed, say, defer }) {
    const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
    const topics = await kafkaPlace({ brokers: kafka.brokers })
    defer(() => topics.remove())
    const indices = await elasticsearchPlace({ nodes: [elasticsearch.url] })
    defer(() => indices.remove())
    const places = await Promise.all(
      [0, 1].map(async () => {
        const [topic, stores] = await Promise.all([topics.open(), indices.open()])
        defer(() => topic.close())
        defer(() => stores.close())
        return { log: topic.log, incidents: stores.incidents, notices: stores.notices }
      })
    )
    const plans = sample(schedule(mostMoments), { numRuns: count, seed })
    const ends = await Promise.all(plans.map((plan, index) => playSchedule(String(index), places, plan)))
    const documents = new Map((await readIncidents(elasticsearch.access, indices.options.prefix)).map((document) => [document.id, document]))
    const notices = await readNotices(elasticsearch.access, indices.options.prefix)
    const found = ends.map((end) => ({ ...end, document: documents.get(end.document.id) ?? end.document }))
    const faults = found.flatMap((end, index) => faultsOf(end).map((fault) => `第 ${index} 个：${fault}`))
    const asked = ends.reduce((sum, { rows }) => sum + rows.length, 0)
    if (notices.length !== asked) faults.push(`通知：引擎中 ${notices.length} 条，各计划共 ${asked} 条`)
    const events = found.reduce((sum, { document }) => sum + document.events.length, 0)
    say(`${count} 个计划，时间线上 ${events} 件事，${asked} 条通知`)
    return {
      produced: count,
      stored: documents.size,
      deadLettered: 0,
      duplicatesByEffect: faults.filter((fault) => /twice|in vain/.test(fault)).length,
      lost: faults.filter((fault) => /never|nobody|left to do/.test(fault)).length,
      resumeMs: null,
      resumes: [],
      longestPauseMs: null,
      witness: null,
      faults
    }
  }
}
