import { ArchiveRules } from '../../core/archive/rules.ts'

export const archiveRules = ArchiveRules.parse({
  numberPrefix: 'WS',
  numberSource: '测试',
  retention: [
    { grades: ['I', 'II'], years: 'permanent', source: '测试' },
    { grades: ['III', 'IV'], years: 30, source: '测试' }
  ],
  reviewedFirst: ['I', 'II']
})
