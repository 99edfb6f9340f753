import { NotFoundError, RefusedError, WanglouError } from '../core/errors.ts'
import type { Logger, Random } from '../core/ports.ts'
import type { PackDraft, RuleDesk, TrialReport } from '../core/rule-book/rule-desk.ts'

const kept = 20

export interface Trial {
  readonly id: string
  readonly draft: PackDraft
  done: number
  report: TrialReport | null
  fault: string | null
}

/** Trials of drafts over what is stored: one runs at a time, the last ones are kept, so that who submits can show what was seen. */
export class RuleTrials {
  readonly #desk: Pick<RuleDesk, 'tryOnPast' | 'check'>
  readonly #random: Random
  readonly #logger: Logger
  readonly #trials: Trial[] = []

  constructor(deps: { desk: Pick<RuleDesk, 'tryOnPast' | 'check'>; random: Random; logger: Logger }) {
    this.#desk = deps.desk
    this.#random = deps.random
    this.#logger = deps.logger
  }

  /** Begins one that goes on by itself. @throws RefusedError while another runs, and for a draft with faults */
  async begin(draft: PackDraft): Promise<Trial> {
    const { problems } = await this.#desk.check(draft)
    const [first] = problems
    if (first !== undefined) throw new RefusedError(`规则有 ${problems.length} 处错误，改好后再回测：第 ${first.line} 行 ${first.reason}`)
    if (this.#trials.some(({ report, fault }) => report === null && fault === null)) throw new RefusedError('正在回测另一份规则，请稍候再试')
    const trial: Trial = { id: Buffer.from(this.#random(9)).toString('base64url'), draft, done: 0, report: null, fault: null }
    this.#trials.push(trial)
    this.#trials.splice(0, this.#trials.length - kept)
    void this.#run(trial)
    return trial
  }

  /** @throws NotFoundError */
  get(id: string): Trial {
    const trial = this.#trials.find((one) => one.id === id)
    if (trial === undefined) throw new NotFoundError('没有这次回测，或系统已重新启动：请再回测一次')
    return trial
  }

  /** What came of the trial of this very text. @throws RefusedError, NotFoundError */
  reportOf(id: string, { pack, text }: PackDraft): TrialReport {
    const { draft, report } = this.get(id)
    if (draft.pack !== pack || draft.text !== text) throw new RefusedError('回测以后规则又改了：请按现在的内容再回测一次')
    if (report === null) throw new RefusedError('回测还没有完成：完成后才能提交')
    return report
  }

  async #run(trial: Trial): Promise<void> {
    try {
      trial.report = await this.#desk.tryOnPast(trial.draft, (done) => (trial.done = done))
      trial.done = trial.report.summary.mentions
    } catch (error) {
      trial.fault = error instanceof WanglouError ? error.message : '回测未完成，系统出错'
      this.#logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'a trial of rules failed')
    }
  }
}
