import { FatalError } from '../../core/errors.ts'

/** A page that has nothing itself and only leads on. */
export class LeadsOnError extends FatalError {
  readonly code = 'leads-on'

  constructor(url: string, target: string) {
    super(`这一页只是跳转，没有内容：请改用 source test ${target}`, { metadata: { url, target } })
  }
}

/** A page that is empty until its scripts have run. */
export class ShellPageError extends FatalError {
  readonly code = 'shell-page'

  constructor(url: string) {
    super('这一页是空壳，内容由脚本生成：请用 crawler: portal，在 settings 里写 render: true', { metadata: { url } })
  }
}
