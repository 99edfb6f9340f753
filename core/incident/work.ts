import { z } from 'zod'
import { Actor } from '../actor.ts'
import { FocusKind } from '../focus-kind.ts'
import { Instant } from '../instant.ts'
import { ReplySort } from '../reply-sort.ts'
import { FactCheck } from './fact-check.ts'
import { Meeting } from './meeting.ts'
import { FiledReport } from './filed-report.ts'
import { RumourTransfer } from './rumour-transfer.ts'
import { Task } from './task.ts'

const recorded = { at: Instant, by: Actor }

/** 办理: what is being done about a matter besides its clocks and its releases. */
export const Work = z.object({
  tasks: z.array(Task),
  /** 会商. */
  meetings: z.array(Meeting.extend(recorded)),
  /** 研判定性, the newest. Absent while there is none. */
  classification: z.object({ sort: ReplySort, focus: z.array(FocusKind), reason: z.string(), ...recorded }).optional(),
  /** 核实: every word on a fact, oldest first. */
  factChecks: z.array(FactCheck.extend(recorded)),
  /** 移交. */
  transfers: z.array(RumourTransfer.extend({ ...recorded, receipt: z.object({ ...recorded, text: z.string(), receivedAt: Instant }).nullable() })),
  /** 初报、续报、终报. */
  reports: z.array(FiledReport.extend(recorded))
})
export type Work = z.infer<typeof Work>

const none: Work = { tasks: [], meetings: [], factChecks: [], transfers: [], reports: [] }

/** What was stored before there was any has none. */
export function workOf({ work }: { readonly work?: Work | undefined }): Work {
  return work ?? none
}
