import { say } from './exit.ts'

/** Lines that cannot be used: each is told as it comes and stops nothing; the exit code says at the end that there were some. */
export class Refusals {
  #count = 0

  get count(): number {
    return this.#count
  }

  add(reason: string): void {
    this.#count += 1
    process.exitCode = 1
    say(reason)
  }

  /** After the last line. */
  sum(): void {
    if (this.#count > 0) say(`共 ${this.#count} 行未能读入，其余各行已照常处理`)
  }
}
